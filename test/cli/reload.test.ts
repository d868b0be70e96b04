import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { composeOthers, composeRecogniser } from '../../daemon/compose.js'
import { readConfig } from '../../daemon/config.js'
import { projectRoot } from '../../daemon/paths.js'

const HOSPITAL = { name: 'EpiCURA', wardNumber: '065', switchboard: '065' }

t.test('a language that calls use already is read again; what a mistake would break stays as it was', async t => {
  const folder = t.testdir()
  cpSync(join(projectRoot, 'protocols'), folder, { recursive: true })
  process.env.HELLOJADE_PROTOCOLS = folder
  const config = readConfig({ ...process.env, HELLOJADE_LINE: 'demonstration' })
  const recogniser = await composeRecogniser(config)
  const others = composeOthers(config, recogniser)
  t.teardown(async () => {
    await others.close()
    await recogniser.close()
  })
  const says = async (sentence: string) => {
    const { dialogues } = await others.spoken('en')
    return dialogues.get('general-follow-up')!.fixedSentences('en', HOSPITAL).includes(sentence)
  }
  const file = join(folder, 'common.en.yaml')
  const good = readFileSync(file, 'utf8')
  const before = await others.spoken('en')
  t.ok(await says('Hello.'))

  writeFileSync(file, good.replaceAll('Hello.', 'Good day.'))
  await (await others.read()).use()
  t.ok(await says('Good day.'))
  t.notOk(await says('Hello.'))
  const { prompts, dialogues } = await others.spoken('en')
  t.equal(prompts, before.prompts, 'the voice is not loaded twice')
  t.not(dialogues, before.dialogues, 'a call that goes on keeps what it began with')

  writeFileSync(file, good.replace('language: en', 'language: xx'))
  await t.rejects(others.read(), { code: 'protocol/invalid', facts: { file: 'common.en.yaml' } })
  t.ok(await says('Good day.'), 'the last good version')
})
