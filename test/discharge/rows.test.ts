import t from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import { DISCHARGE_COLUMNS, dischargeOf } from '../../daemon/schedule/discharges/rows.js'
import { openTable } from '../../daemon/store/port.js'

const discharges = async (text: string) => {
  const table = await openTable(async function* () {
    yield Buffer.from(text)
  }, DISCHARGE_COLUMNS)
  const read = []
  for await (const row of table.rows()) read.push('cells' in row ? dischargeOf(row.cells, 'EPI') : row)
  return { read, ignored: table.ignored }
}

const CSV = `Dossier;N° séjour;Nom;Prénom;Date de naissance;Sexe;Langue;Téléphone;Téléphone 2;Proches;Service;Date de sortie;Motif;Intervention;Lit
4711;V1;Dupré;Hélène;30/07/1985;F;français;0475/12.34.56;065 31 99 88;Paulette Quintard (fille) | Jean (voisin);CARDIO;23/11/2026 11:45;infarctus;36.07, 37.22;12
`

t.test("a file in the hospital's own headings is read", async t => {
  const { read, ignored } = await discharges(CSV)
  t.strictSame(read, [
    {
      patient: {
        id: { authority: 'EPI', number: '4711' },
        familyName: 'Dupré',
        givenName: 'Hélène',
        birthDate: '1985-07-30',
        sex: 'f',
        language: 'fr',
        phones: [{ number: '0475/12.34.56' }, { number: '065 31 99 88' }],
        caregivers: [
          { name: 'Paulette Quintard', relation: 'fille' },
          { name: 'Jean', relation: 'voisin' },
        ],
      },
      stay: {
        id: { authority: 'EPI', number: 'V1' },
        ward: 'CARDIO',
        dischargedAt: new Date('2026-11-23T10:45:00Z'),
        procedures: ['36.07', '37.22'],
        diagnoses: [],
        reason: 'infarctus',
      },
    },
  ])
  t.strictSame(ignored, ['Lit'])
})

t.test('the same in JSON, one discharge a line', async t => {
  const { read } = await discharges(
    `${JSON.stringify({
      patient: '4711',
      stay: 'V1',
      authority: 'HIS',
      familyName: 'Dupré',
      givenName: 'Hélène',
      birthDate: '1985-07-30',
      phones: ['0475/12.34.56', '065 31 99 88'],
      caregivers: [{ name: 'Paulette Quintard', relation: 'fille' }],
      ward: 'CARDIO',
      dischargedAt: '2026-11-23T10:45:00Z',
      protocol: 'heart-failure',
    })}\n`,
  )
  t.match(read, [
    {
      patient: {
        id: { authority: 'HIS', number: '4711' },
        phones: [{ number: '0475/12.34.56' }, { number: '065 31 99 88' }],
        caregivers: [{ name: 'Paulette Quintard', relation: 'fille' }],
      },
      stay: { dischargedAt: new Date('2026-11-23T10:45:00Z'), protocol: 'heart-failure' },
    },
  ])
})

t.test('a cell that cannot be read is told by its column', t => {
  const cells = {
    ...{ patient: '1', stay: 'V1', familyName: 'A', givenName: 'B', birthDate: '1950-01-01', ward: 'W' },
    dischargedAt: '23/11/2026',
  }
  const wrong = [
    ['stay', undefined],
    ['birthDate', '31/02/1950'],
    ['birthDate', '01/02/50'],
    ['sex', 'oui'],
    ['language', 'klingon'],
    ['dischargedAt', '23/11/2026 25:00'],
    ['dischargedAt', 'hier'],
    ['caregivers', 'Paulette'],
    ['caregivers', '{"name": 3'],
    ['phones', '["04'],
  ] as const
  for (const [field, text] of wrong)
    t.throws(() => dischargeOf({ ...cells, [field]: text }, 'EPI'), new Failure('discharge/incomplete', { field }))
  const { stay } = dischargeOf(cells, 'EPI')
  t.equal(stay.dischargedAt.toISOString(), '2026-11-23T11:00:00.000Z', 'without a time: noon')
  const summer = dischargeOf({ ...cells, dischargedAt: '2026-07-01 9h05' }, 'EPI')
  t.equal(summer.stay.dischargedAt.toISOString(), '2026-07-01T07:05:00.000Z')
  t.end()
})
