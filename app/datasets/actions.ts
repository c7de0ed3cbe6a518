'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { GrandstandError } from '#core/errors.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { revisedSchema } from './[dataset]/releases/[release]/revised-schema.ts'

/** Begins a dataset with its first release, then asks for the tables. */
export async function registerDataset(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const actor = await sessionActor()
    const dataset = await createDataset.call(actor, {
      title: textOf(form, 'title'),
      summary: textOf(form, 'summary'),
      description: textOf(form, 'description'),
      kind: textOf(form, 'kind') === 'matching' ? 'matching' : 'classification',
      licence: textOf(form, 'licence'),
      attribution: textOf(form, 'attribution'),
      visibility: visibilityOf(textOf(form, 'visibility')),
    })
    const release = await createRelease.call(actor, { dataset: dataset.slug })
    redirect(paths.release(dataset.slug, release.id))
  })
}

function visibilityOf(text: string): 'public' | 'members' | 'organisers' {
  return text === 'members' || text === 'organisers' ? text : 'public'
}

/** Begins a further release of a dataset. */
export async function beginRelease(form: FormData): Promise<void> {
  const dataset = textOf(form, 'dataset')
  const release = await createRelease.call(await sessionActor(), { dataset })
  redirect(paths.release(dataset, release.id))
}

/** Has the uploaded tables read. */
export async function inspect(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const release = textOf(form, 'release')
    await inspectRelease.call(await sessionActor(), { release })
    redirect(paths.release(textOf(form, 'dataset'), release))
  })
}

/** Confirms the schema as reviewed and has both formats written. */
export async function confirm(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const actor = await sessionActor()
    const id = textOf(form, 'release')
    const { schema } = await getRelease.call(actor, { release: id })
    if (!schema) throw new GrandstandError('conflict', 'The tables have not been read yet.')
    await buildRelease.call(actor, {
      release: id,
      schema: revisedSchema(schema, form),
      split: {
        seed: numberOf(form, 'seed'),
        testFraction: numberOf(form, 'testFraction'),
        publicFraction: numberOf(form, 'publicFraction'),
      },
    })
    redirect(paths.release(textOf(form, 'dataset'), id))
  })
}

/** The number in a field; undefined when it is left empty, so that the default holds. */
function numberOf(form: FormData, name: string): number | undefined {
  const text = textOf(form, name)
  return text === '' ? undefined : Number(text)
}
