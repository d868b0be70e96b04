// The one rule of imports (docs/architecture.md): a file imports its own room, the domain, or another room's port.ts.
const rooms = ['sealing', 'telephony', 'media', 'speech', 'dialogue', 'call', 'schedule', 'analysis', 'store', 'ops']
const roomRule = room => ({
  name: `${room}-knows-ports-only`,
  severity: 'error',
  from: { path: `^daemon/${room}/` },
  to: { path: '^(daemon|models|api)/', pathNot: [`^daemon/${room}/`, '^daemon/domain/', '^daemon/[a-z]+/port\\.ts$'] },
})
export default {
  forbidden: [
    ...rooms.map(roomRule),
    {
      name: 'domain-knows-nothing',
      severity: 'error',
      from: { path: '^daemon/domain/' },
      to: { pathNot: '^daemon/domain/' },
    },
    {
      name: 'models-know-the-domain',
      severity: 'error',
      from: { path: '^models/' },
      to: { path: '^(daemon|api)/', pathNot: '^daemon/domain/' },
    },
    {
      name: 'api-knows-ports',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^(daemon|models)/', pathNot: ['^daemon/domain/', '^daemon/[a-z]+/port\\.ts$'] },
    },
    {
      name: 'nobody-imports-compose',
      severity: 'error',
      from: { path: '^(daemon|models|api)/', pathNot: '^daemon/(main|compose|cli/.*)\\.ts$' },
      to: { path: '^daemon/(compose|main)\\.ts$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test)/' },
  },
}
