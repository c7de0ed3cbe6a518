'use server'
import { redirect } from 'next/navigation'
import { sessionActor } from '#app/_http/session.ts'
import { answerForm, type FormState, textOf } from '#app/_ui/form-state.ts'
import { paths } from '#app/_ui/paths.ts'
import { VISIBILITIES } from '#core/dataset-access.ts'
import { DATASHEET_SECTIONS } from '#core/datasheet.ts'
import { GrandstandError } from '#core/errors.ts'
import { acceptTerms } from '#operations/datasets/accept-terms.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { updateDataset } from '#operations/datasets/update-dataset.ts'
import { withdrawRelease } from '#operations/datasets/withdraw-release.ts'
import { revisedSchema } from './[dataset]/releases/[release]/revised-schema.ts'
import { splitOf } from './[dataset]/releases/[release]/split-options.ts'

/** Begins a dataset with its first release, then asks for the tables. */
export async function registerDataset(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const actor = await sessionActor()
    const dataset = await createDataset.call(actor, {
      kind: textOf(form, 'kind') === 'matching' ? 'matching' : 'classification',
      ...wordsOf(form),
    })
    const release = await createRelease.call(actor, { dataset: dataset.slug })
    redirect(paths.release(dataset.slug, release.id))
  })
}

/** What the form says about a dataset; a datasheet only where the form has one. */
function wordsOf(form: FormData) {
  const linesOf = (name: string, between: RegExp) =>
    textOf(form, name)
      .split(between)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  const sections = DATASHEET_SECTIONS.map(({ name }) => [name, textOf(form, `datasheet.${name}`)])
  const datasheet = form.has('datasheet.creators') && {
    creators: linesOf('datasheet.creators', /\n/),
    keywords: linesOf('datasheet.keywords', /[,\n]/),
    doi: textOf(form, 'datasheet.doi') || null,
    homepage: textOf(form, 'datasheet.homepage') || null,
    ...Object.fromEntries(sections),
  }
  return {
    title: textOf(form, 'title'),
    summary: textOf(form, 'summary'),
    description: textOf(form, 'description'),
    licence: textOf(form, 'licence'),
    attribution: textOf(form, 'attribution'),
    visibility: VISIBILITIES.find((name) => name === textOf(form, 'visibility')) ?? 'public',
    terms: textOf(form, 'terms'),
    ...(datasheet && { datasheet }),
  }
}

/** Changes what is said about a dataset. */
export async function saveDataset(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const dataset = textOf(form, 'dataset')
    const { slug } = await updateDataset.call(await sessionActor(), { dataset, ...wordsOf(form) })
    redirect(paths.dataset(slug))
  })
}

/** Accepts the version of the terms that was on the page, then shows the data. */
export async function acceptTheTerms(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const dataset = textOf(form, 'dataset')
    await acceptTerms.call(await sessionActor(), { dataset, termsVersion: textOf(form, 'termsVersion') })
    redirect(paths.dataset(dataset))
  })
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
    const { schema: read, dataset } = await getRelease.call(actor, { release: id })
    if (!read) throw new GrandstandError('conflict', 'The tables have not been read yet.')
    const schema = revisedSchema(read, form)
    const hasLabel = schema.tables.some(({ columns }) => columns.some(({ role }) => role === 'label'))
    // said here, where the form still has what was chosen, rather than by a build that fails
    if (!hasLabel && dataset.kind === 'classification') {
      throw new GrandstandError(
        'invalid_input',
        'No column has the role label yet. Give it to the column that is to be predicted, in every table.',
      )
    }
    await buildRelease.call(actor, {
      release: id,
      schema,
      split: splitOf(form),
    })
    redirect(paths.release(textOf(form, 'dataset'), id))
  })
}

/** Withdraws a release, for everybody to see. */
export async function withdraw(_: FormState | undefined, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const release = textOf(form, 'release')
    await withdrawRelease.call(await sessionActor(), {
      ...{ release, reason: textOf(form, 'reason') },
      files: form.get('files') === 'on',
    })
    redirect(`${paths.dataset(textOf(form, 'dataset'))}?release=${release}`)
  })
}
