/** Papers: the texts of a municipality, and the facts of a programme that fill them. */
import { z } from 'zod'
import { dateIn } from '#domain/calendar.ts'
import { MOST_TEMPLATE_LETTERS, parseTemplate, vocabularyOf } from '#domain/papers/template.ts'
import type { PaperTexts } from '#protocol/api/regulations.ts'
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
import { type ApiOptions, readBody, readQuery, refuse, Refusal } from './serve/answers.ts'
import type { Reply, Serve } from './serve/endpoint.ts'
import { overseers } from './serve/guards.ts'

const after = z.iso.datetime().nullable()
const newRequisites = z.strictObject({ value: requisitesSchema, after })
const newOwnForms = z.strictObject({ value: ownFormsSchema, after })
/** Enough for 2,000 names in five grammatical cases. */
const MAX_OWN_FORMS_BYTES = 2_000_000
const newTemplate = z.strictObject({ text: z.string().min(1).max(MOST_TEMPLATE_LETTERS), after })
const reset = z.object({ after: z.iso.datetime() })

/** For a curator or head, in their own municipality: 403 for everybody else. 404: there is no such paper. */
export function addPaperTexts(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/paper-texts', { may: overseers }, ({ scope: municipalityId }) =>
		readPaperTexts(registry, municipalityId)
	)

	serve(
		'PUT /api/paper-texts/requisites',
		{ may: overseers, body: newRequisites },
		({ askerId, scope: municipalityId, body }) => {
			const text = JSON.stringify(body.value)
			return save(askerId, municipalityId, { kind: 'requisites', text, after: body.after })
		}
	)

	serve(
		'PUT /api/paper-texts/own-forms',
		{ may: overseers, body: newOwnForms, mostBytes: MAX_OWN_FORMS_BYTES },
		({ askerId, scope: municipalityId, body }) => {
			const text = JSON.stringify(body.value)
			return save(askerId, municipalityId, { kind: 'own-forms', text, after: body.after })
		}
	)

	serve(
		'PUT /api/paper-texts/:kind',
		{ may: overseers },
		async ({ askerId, context, scope: municipalityId, params: { kind } }) => {
			if (!isTemplateKind(kind)) return refuse('not_found')
			const input = await readBody(context, newTemplate)
			if (input instanceof Refusal) return input
			if (!parseTemplate(input.text, vocabularyOf(kind)).ok) return refuse('invalid', 'text')
			return save(askerId, municipalityId, { kind, ...input })
		}
	)

	serve(
		'DELETE /api/paper-texts/:kind',
		{ may: overseers },
		async ({ context, scope: municipalityId, params: { kind } }) => {
			if (!isTemplateKind(kind)) return refuse('not_found')
			const query = readQuery(context, reset)
			if (query instanceof Refusal) return query
			const isReset = await resetTemplate(registry, municipalityId, kind, query.after)
			return isReset ? null : refuse('conflict', 'after')
		}
	)

	/** Answers with all texts as they are now, or with the conflict. */
	async function save(
		askerId: string,
		municipalityId: string,
		change: Parameters<typeof savePaperText>[2]
	): Promise<Reply<PaperTexts>> {
		const by = { personId: askerId, at: now().toISOString() }
		if (!(await savePaperText(registry, municipalityId, change, by))) return refuse('conflict', 'after')
		return readPaperTexts(registry, municipalityId)
	}
}

/** 404 for everybody who may not read the programme's ledger. */
export function addPaperFacts(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/programs/:programId/paper-facts', {}, async ({ askerId: personId, params: { programId } }) => {
		const opened = await openLedger(registry, programId, personId)
		if (opened === null) return refuse('not_found')
		const { municipalityId, regulationId, reader, bare } = opened
		const municipality = await findMunicipality(registry, municipalityId)
		const regulation = await readRegulation(registry, municipalityId, regulationId)
		if (municipality === null || regulation === null) return refuse('not_found')
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
		return facts
	})
}
