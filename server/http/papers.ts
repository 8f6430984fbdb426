/** Papers: the texts of a municipality, and the facts of a programme that fill them. */
import { z } from 'zod'
import { dateIn } from '#domain/calendar.ts'
import { MOST_TEMPLATE_LETTERS, parseTemplate, vocabularyOf } from '#domain/papers/template.ts'
import type { PaperReading, PaperTexts } from '#protocol/api/regulations.ts'
import { findMunicipality } from '../people/municipalities.ts'
import { readRegulation } from '../people/regulations.ts'
import {
	isTemplateKind,
	ownFormsSchema,
	readPaperTexts,
	requisitesSchema,
	resetTemplate,
	savePaperText
} from '../programs/paper-texts.ts'
import { gatherPaperFacts } from '../programs/papers.ts'
import { openLedger, readEntriesWithoutErased, readVisibleEntries } from './ledger.ts'
import { type ApiContext, readBody, readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { municipalityToOversee, requireSession } from './serve/guards.ts'

const after = z.iso.datetime().nullable()
const newRequisites = z.strictObject({ value: requisitesSchema, after })
const newOwnForms = z.strictObject({ value: ownFormsSchema, after })
/** Enough for 2,000 names in five grammatical cases. */
const MAX_OWN_FORMS_BYTES = 2_000_000
const newTemplate = z.strictObject({ text: z.string().min(1).max(MOST_TEMPLATE_LETTERS), after })
const reset = z.object({ after: z.iso.datetime() })

/** For a curator or head, in their own municipality: 403 for everybody else. 404: there is no such paper. */
export function addPaperTexts(api: Api, options: ApiOptions): void {
	const { registry, now } = options

	api.get('/paper-texts', requireSession(options), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		return context.json<PaperTexts>(await readPaperTexts(registry, municipalityId))
	})

	api.put('/paper-texts/requisites', requireSession(options), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newRequisites)
		if (!input.isValid) return input.refusal
		const text = JSON.stringify(input.value.value)
		return save(context, municipalityId, { kind: 'requisites', text, after: input.value.after })
	})

	api.put('/paper-texts/own-forms', requireSession(options), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newOwnForms, MAX_OWN_FORMS_BYTES)
		if (!input.isValid) return input.refusal
		const text = JSON.stringify(input.value.value)
		return save(context, municipalityId, { kind: 'own-forms', text, after: input.value.after })
	})

	api.put('/paper-texts/:kind', requireSession(options), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const kind = context.req.param('kind')
		if (!isTemplateKind(kind)) return refuse(context, 'not_found')
		const input = await readBody(context, newTemplate)
		if (!input.isValid) return input.refusal
		if (!parseTemplate(input.value.text, vocabularyOf(kind)).ok) return refuse(context, 'invalid', { field: 'text' })
		return save(context, municipalityId, { kind, ...input.value })
	})

	api.delete('/paper-texts/:kind', requireSession(options), async (context) => {
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const kind = context.req.param('kind')
		if (!isTemplateKind(kind)) return refuse(context, 'not_found')
		const query = readQuery(context, reset)
		if (!query.isValid) return query.refusal
		const isReset = await resetTemplate(registry, municipalityId, kind, query.value.after)
		return isReset ? context.body(null, 204) : refuse(context, 'conflict', { field: 'after' })
	})

	/** Answers with all texts as they are now, or with the conflict. */
	async function save(
		context: ApiContext,
		municipalityId: string,
		change: Parameters<typeof savePaperText>[2]
	): Promise<Response> {
		const by = { personId: context.get('personId'), at: now().toISOString() }
		const isSaved = await savePaperText(registry, municipalityId, change, by)
		if (!isSaved) return refuse(context, 'conflict', { field: 'after' })
		return context.json<PaperTexts>(await readPaperTexts(registry, municipalityId))
	}
}

/** 404 for everybody who may not read the programme's ledger. */
export function addPaperFacts(api: Api, options: ApiOptions): void {
	const { registry, now } = options

	api.get('/programs/:programId/paper-facts', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const programId = context.req.param('programId')
		const opened = await openLedger(registry, programId, personId)
		if (opened === null) return refuse(context, 'not_found')
		const { municipalityId, regulationId, reader, bare } = opened
		const municipality = await findMunicipality(registry, municipalityId)
		const regulation = await readRegulation(registry, municipalityId, regulationId)
		if (municipality === null || regulation === null) return refuse(context, 'not_found')
		// As of the settings that papers keep (`gatherPaperFacts`).
		const read = reader.isStaff ? readVisibleEntries : readEntriesWithoutErased
		const entries = await read(registry, programId, reader)
		const facts = await gatherPaperFacts(registry, reader, {
			municipalityId,
			programId,
			entries,
			bare,
			regulation,
			today: dateIn(municipality.timeZone, now()),
			timeZone: municipality.timeZone
		})
		return context.json<PaperReading>(facts)
	})
}
