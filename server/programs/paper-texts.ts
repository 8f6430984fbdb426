/** A municipality's own texts on papers: requisites, forms of names, and the templates it has changed. */
import { z } from 'zod'
import { oblique, type OwnForms } from '#domain/papers/decline-name.ts'
import type { Requisites } from '#domain/papers/facts.ts'
import { templateKinds, type TemplateKind } from '#domain/papers/kinds.ts'
import { TITLE_LETTERS } from '#domain/text.ts'
import type { PaperTexts, Saving } from '#protocol/api/regulations.ts'
import type { Registry } from '../database/database.ts'
import { listPeople } from '../people/people.ts'

const line = z.string().trim().max(TITLE_LETTERS)

export const requisitesSchema = z.strictObject({
	authority: line.min(1),
	address: line,
	site: line,
	place: line,
	headPost: line,
	hasSignatureAgreement: z.boolean().optional(),
	isDataInRussia: z.boolean().optional()
}) satisfies z.ZodType<Requisites>

const form = z.string().trim().min(1).max(600)

export const ownFormsSchema = z
	.array(
		z.strictObject({
			nominative: form,
			forms: z.partialRecord(z.enum(oblique), form)
		})
	)
	.max(2_000) satisfies z.ZodType<OwnForms[]>

export type PaperTextKind = TemplateKind | 'requisites' | 'own-forms'

export function isTemplateKind(kind: string): kind is TemplateKind {
	return templateKinds.some((known) => known === kind)
}

/** By default the municipality has the same name on papers as everywhere. */
export async function readPaperTexts(registry: Registry, municipalityId: string): Promise<PaperTexts> {
	const [rows, municipality] = await Promise.all([
		registry.query.selectFrom('paper_texts').selectAll().where('municipality_id', '=', municipalityId).execute(),
		registry.query
			.selectFrom('municipalities')
			.select('name')
			.where('id', '=', municipalityId)
			.executeTakeFirstOrThrow()
	])
	const people = await listPeople(registry, new Set(rows.map(({ saved_by }) => saved_by)))
	const savingOf = (row: (typeof rows)[number]): Saving => {
		const by = people.find(({ id }) => id === row.saved_by)
		if (by === undefined) throw new Error(`There is no person ${row.saved_by}`)
		return { at: row.saved_at, by }
	}
	const requisites = rows.find(({ kind }) => kind === 'requisites')
	const ownForms = rows.find(({ kind }) => kind === 'own-forms')
	return {
		requisites:
			requisites === undefined
				? { value: { authority: municipality.name, address: '', site: '', place: '', headPost: '' }, saved: null }
				: { value: requisitesSchema.parse(JSON.parse(requisites.text)), saved: savingOf(requisites) },
		ownForms:
			ownForms === undefined
				? { value: [], saved: null }
				: { value: ownFormsSchema.parse(JSON.parse(ownForms.text)), saved: savingOf(ownForms) },
		templates: rows.flatMap((row) =>
			isTemplateKind(row.kind) ? [{ kind: row.kind, text: row.text, saved: savingOf(row) }] : []
		)
	}
}

/** Null: nobody has entered them yet. */
export async function readRequisites({ query }: Registry, municipalityId: string): Promise<Requisites | null> {
	const row = await query
		.selectFrom('paper_texts')
		.select('text')
		.where('municipality_id', '=', municipalityId)
		.where('kind', '=', 'requisites')
		.executeTakeFirst()
	return row === undefined ? null : requisitesSchema.parse(JSON.parse(row.text))
}

/** False, changing nothing: the stored text was not saved at `after`. */
export function savePaperText(
	registry: Registry,
	municipalityId: string,
	{ kind, text, after }: { kind: PaperTextKind; text: string; after: string | null },
	by: { personId: string; at: string }
): Promise<boolean> {
	const { query } = registry
	const fields = { text, saved_at: by.at, saved_by: by.personId }
	const change =
		after === null
			? query
					.insertInto('paper_texts')
					.values({ municipality_id: municipalityId, kind, ...fields })
					.onConflict((conflict) => conflict.doNothing())
			: query
					.updateTable('paper_texts')
					.set(fields)
					.where('municipality_id', '=', municipalityId)
					.where('kind', '=', kind)
					.where('saved_at', '=', after)
	return registry.commitIf(change, [])
}

/** The shipped text applies again. False, changing nothing: the stored text was not saved at `after`. */
export async function resetTemplate(
	{ commitIf, query }: Registry,
	municipalityId: string,
	kind: TemplateKind,
	after: string
): Promise<boolean> {
	const own = query.selectFrom('paper_texts').select('kind').where('municipality_id', '=', municipalityId)
	const removal = query
		.deleteFrom('paper_texts')
		.where('municipality_id', '=', municipalityId)
		.where('kind', '=', kind)
		.where('saved_at', '=', after)
	return (await commitIf(removal, [])) || (await own.where('kind', '=', kind).executeTakeFirst()) === undefined
}
