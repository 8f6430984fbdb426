import { z } from 'zod'
import { importKinds, MOST_ROWS, rowTargetSchema } from '#domain/people/import/table.ts'
import type { ImportListing, ImportResult, KnownBank, UndoResult } from '#protocol/api/bank.ts'
import { listImports, takeImport } from '../people/imports.ts'
import { readKnownBank } from '../people/import-plan.ts'
import { readName } from '../people/people.ts'
import { undoImport } from '../people/undo-import.ts'
import { createTurns } from '../network.ts'
import { readBody, readQuery, refuse, refuseTooMany } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { findBankScope } from './bank.ts'
import { createRateLimit, requireSession } from './serve/guards.ts'
import { readmitOrganisationStaff } from './people.ts'

const MOST_BYTES = 4 * 1024 * 1024
/** Per person: each import reads the whole bank. */
const IMPORTS = { most: 20, perMs: 60_000 }

const knownQuery = z.object({ kind: z.enum(importKinds) })

/** The content of each row is parsed alone: a row that a newer app has made must not block the others. */
const newImport = z.strictObject({
	id: z.string().regex(/^[\w-]{8,64}$/),
	kind: z.enum(importKinds),
	source: z.string().trim().max(200),
	rows: z
		.array(z.strictObject({ line: z.int().min(1).max(10_000_000), target: rowTargetSchema, row: z.unknown() }))
		.min(1)
		.max(MOST_ROWS)
		.refine((rows) => new Set(rows.map(({ line }) => line)).size === rows.length)
})

export function addImports(api: Api, options: ApiOptions): void {
	const { registry, now } = options
	const limit = createRateLimit(IMPORTS, now)
	/** One at a time: two imports at once would not see the people whom the other adds. */
	const turns = createTurns(1)

	api.get('/imports/known', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const asked = readQuery(context, knownQuery)
		if (!asked.isValid) return asked.refusal
		return context.json<KnownBank>(await readKnownBank(scope, asked.value.kind))
	})

	api.get('/imports', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		return context.json<{ imports: ImportListing[] }>({ imports: await listImports(scope, now()) })
	})

	api.post('/imports', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const scope = await findBankScope(options, personId)
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const waitSeconds = limit.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const input = await readBody(context, newImport, MOST_BYTES)
		if (!input.isValid) return input.refusal
		const by = { id: personId, name: await readName(registry, personId) }
		const result = await turns.run(() => takeImport(scope, input.value, by, now()))
		if (result === null) return refuse(context, 'conflict', { field: 'id' })
		await readmitOrganisationStaff(options, scope.municipalityId)
		return context.json<ImportResult>(result)
	})

	api.post('/imports/:id/undo', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const scope = await findBankScope(options, personId)
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const waitSeconds = limit.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const by = { id: personId, name: await readName(registry, personId) }
		const result = await turns.run(() => undoImport(scope, context.req.param('id'), by, now()))
		if (result === null) return refuse(context, 'not_found')
		if (result === 'too-late') return refuse(context, 'conflict', { field: 'at' })
		if (result === 'busy') return refuse(context, 'conflict')
		options.cutLog()
		await readmitOrganisationStaff(options, scope.municipalityId)
		return context.json<UndoResult>(result)
	})
}
