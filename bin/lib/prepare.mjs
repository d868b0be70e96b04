import { ensureCompiled } from './compile.mjs'
import { ensureModules } from './modules.mjs'
import { ensureNative } from './native.mjs'
import { step } from './project.mjs'
import { checkCompiler, checkDisk, checkNode } from './requirements.mjs'
import { ensurePrompts, ensureSpeechModels } from './speech.mjs'

/** From a fresh clone to a program that can run: what is needed, modules, compiled sources, the addon. */
export async function prepareBuild() {
  checkNode()
  checkDisk()
  checkCompiler()
  await step('modules', ensureModules)
  await step('program', ensureCompiled)
  await step('recogniser', ensureNative)
}

/** The same, and what it speaks and hears with; `sentences` false leaves those out that take minutes to render. */
export async function prepareAll({ sentences = true } = {}) {
  await prepareBuild()
  await step('models', ensureSpeechModels)
  if (sentences) await step('sentences', ensurePrompts)
}
