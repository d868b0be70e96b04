import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { checkProtocols, importProtocol, yamlOf } from '../../daemon/cli/protocol.js'
import { protocolShown } from '../../daemon/cli/protocol-shown.js'
import { parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { fromQuestionnaire } from '../../daemon/dialogue/from-questionnaire.js'
import { protocolJsonSchema } from '../../daemon/dialogue/json-schema.js'
import { type QuestionnaireItem, toQuestionnaire } from '../../daemon/dialogue/questionnaire.js'
import { projectRoot } from '../../daemon/paths.js'
import { PROTOCOLS, text } from './scene.js'

const read = (id: string) => parseProtocol(text(`${id}.yaml`), `${id}.yaml`)
const folder = mkdtempSync(join(tmpdir(), 'hellojade-protocols-'))

for (const id of PROTOCOLS) {
  t.test(`${id}: what is exported as a FHIR Questionnaire comes back as the same protocol, by YAML too`, t => {
    const json: unknown = JSON.parse(JSON.stringify(toQuestionnaire(read(id))))
    t.same(parseProtocol(yamlOf(fromQuestionnaire(json, 'x.json')), 'x.yaml'), read(id))
    t.end()
  })

  t.test(`${id}: its Questionnaire has what FHIR R4 asks for`, t => {
    const { item, ...head } = toQuestionnaire(read(id))
    t.match(head, { resourceType: 'Questionnaire', status: 'active', version: /^\d+\.\d+\.\d+$/, name: /^[A-Z]\w*$/ })
    const seen: QuestionnaireItem[] = []
    for (const one of item) {
      t.match(one.linkId, /^\S+$/)
      t.ok(one.text)
      t.equal(one.type === 'choice', one.answerOption !== undefined, 'only a choice has options (que-4)')
      if ((one.enableWhen?.length ?? 0) > 1) t.ok(one.enableBehavior, 'several conditions need a behaviour (que-12)')
      for (const { question, operator, ...answers } of one.enableWhen ?? []) {
        const asked = seen.find(other => other.linkId === question)
        t.ok(asked, 'a condition names an earlier item')
        t.equal(Object.keys(answers).length, 1, 'one answer[x]')
        const type = operator === 'exists' ? 'boolean' : asked?.type
        t.ok(type && `answer${{ boolean: 'Boolean', decimal: 'Decimal', choice: 'Coding', text: '' }[type]}` in answers)
      }
      seen.push(one)
    }
    t.equal(new Set(item.map(one => one.linkId)).size, item.length, 'linkIds are unique (que-2)')
    t.end()
  })

  t.test(`${id}: reads well`, t => {
    const shown = protocolShown(read(id), 'fr')
    for (const { linkId, alerts } of read(id).items) {
      t.ok(shown.includes(`. ${linkId} (`))
      for (const { rule } of alerts) t.ok(shown.includes(`! ${rule} (`))
    }
    t.end()
  })
}

t.test('branches of several conditions, any-of, and limits on both sides come back', t => {
  const conditions = [
    '{ linkId: pain, above: 2, below: 7 }',
    '{ any: [{ linkId: pain, above: 8 }, { linkId: medicines, is: false }] }',
    '{ all: [{ linkId: pain, above: 8 }, { linkId: pain-where, given: true }, { linkId: medicines, is: true }] }',
    '{ all: [{ linkId: pain, above: 2 }, { linkId: pain, below: 7 }] }',
  ]
  for (const condition of conditions) {
    const yaml = text('general-follow-up.yaml').replace(
      'onlyIf: { linkId: transit, is: false }',
      `onlyIf: ${condition}`,
    )
    const protocol = parseProtocol(yaml, 'x.yaml')
    t.same(parseProtocol(yamlOf(fromQuestionnaire(toQuestionnaire(protocol), 'x.json')), 'x.yaml'), protocol)
  }
  t.end()
})

t.test('a question reworded in a FHIR editor is asked in the new words', t => {
  const json = JSON.stringify(toQuestionnaire(read('heart-failure'))).replace(
    '"text":"Mangez-vous',
    '"text":"Alors, mangez-vous',
  )
  const protocol = parseProtocol(yamlOf(fromQuestionnaire(JSON.parse(json), 'x.json')), 'x.yaml')
  t.equal(protocol.items[3]?.wording.fr.patient.ask[0], 'Alors, mangez-vous peu salé, comme conseillé ?')
  t.end()
})

t.test('a Questionnaire of another house is taken over with plain wordings; one that is none is refused', t => {
  const foreign = {
    resourceType: 'Questionnaire',
    status: 'draft',
    name: 'SleepCheck',
    item: [
      { linkId: 'sleep', text: 'Dormez-vous bien ?', type: 'boolean' },
      {
        linkId: 'why',
        text: 'Pourquoi ?',
        type: 'string',
        enableWhen: [{ question: 'sleep', operator: '=', answerBoolean: false }],
      },
    ],
  }
  const file = join(folder, 'sleep.json')
  writeFileSync(file, JSON.stringify(foreign))
  t.equal(importProtocol(file, { out: join(folder, 'sleep-check.yaml') }), 0)
  const protocol = parseProtocol(readFileSync(join(folder, 'sleep-check.yaml'), 'utf8'), 'sleep-check.yaml')
  t.match(protocol, {
    id: 'sleep-check',
    items: [{ kind: 'yes-no' }, { kind: 'free', onlyIf: { linkId: 'sleep', is: false } }],
  })
  writeFileSync(file, JSON.stringify({ resourceType: 'Patient' }))
  t.throws(() => importProtocol(file, {}), { code: 'protocol/invalid' })
  writeFileSync(file, 'nothing')
  t.throws(() => importProtocol(file, {}), { code: 'protocol/invalid' })
  t.end()
})

t.test('check tells every mistake of a file with its line, and all files of the house are good', t => {
  const file = join(folder, 'broken.yaml')
  writeFileSync(
    file,
    text('heart-failure.yaml')
      .replace('rule: weight-gain', 'rule: weight')
      .replace('kind: remarks', 'kind: remark')
      .replace('{ is: false }', '{ below: 3 }'),
  )
  const lines = written(t, () => t.equal(checkProtocols([file]), 1)).split('\n')
  t.match(lines[0], /broken\.yaml:\d+: items\.0\.alerts\.0\.rule: /)
  t.match(lines[1], /broken\.yaml:\d+: items\.5\.kind: /)
  writeFileSync(file, text('heart-failure.yaml').replace('when: { is: false }', 'when: { below: 3 }'))
  t.match(
    written(t, () => t.equal(checkProtocols([file]), 1)),
    /broken\.yaml:\d+: items\.4\.alerts\.0\.when: medicines is a yes-no: compare it with is true, is false or given/,
  )
  t.end()
})

t.test('protocol.schema.json is current: node bin/write-protocol-schema.mjs', t => {
  const kept: unknown = JSON.parse(readFileSync(join(projectRoot, 'protocols/protocol.schema.json'), 'utf8'))
  t.same(kept, JSON.parse(protocolJsonSchema()))
  for (const id of PROTOCOLS) t.match(text(`${id}.yaml`), /^# yaml-language-server: \$schema=protocol\.schema\.json\n/)
  t.end()
})

/** What a command prints. */
function written(t: Test, work: () => void): string {
  const captured = t.capture(process.stdout, 'write', () => true)
  work()
  return captured()
    .map(({ args }) => String(args[0]))
    .join('')
}
