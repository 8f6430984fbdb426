import { z } from 'zod'
import { importKinds, MOST_ROWS, rowTargetSchema } from '#domain/people/import/table.ts'
import { listImports, takeImport } from '../people/imports.ts'
import { readKnownBank } from '../people/import-plan.ts'
import { readName } from '../people/people.ts'
import { undoImport } from '../people/undo-import.ts'
import { createTurns } from '../network.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { findBankScope } from './bank.ts'
import { createRateLimit } from './serve/guards.ts'
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

export function addImports(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options
	const limit = createRateLimit(IMPORTS, now)
	/** One at a time: two imports at once would not see the people whom the other adds. */
	const turns = createTurns(1)

	serve('GET /api/imports/known', { may: findBankScope, query: knownQuery }, ({ scope, query }) =>
		readKnownBank(scope, query.kind)
	)

	serve('GET /api/imports', { may: findBankScope }, async ({ scope }) => ({ imports: await listImports(scope, now()) }))

	serve(
		'POST /api/imports',
		{
			may: findBankScope,
			wait: (context) => limit.take(context.get('personId')),
			body: newImport,
			mostBytes: MOST_BYTES
		},
		async ({ askerId: personId, scope, body }) => {
			const by = { id: personId, name: await readName(registry, personId) }
			const result = await turns.run(() => takeImport(scope, body, by, now()))
			if (result === null) return refuse('conflict', 'id')
			await readmitOrganisationStaff(options, scope.municipalityId)
			return result
		}
	)

	serve(
		'POST /api/imports/:id/undo',
		{ may: findBankScope, wait: (context) => limit.take(context.get('personId')) },
		async ({ askerId: personId, scope, params }) => {
			const by = { id: personId, name: await readName(registry, personId) }
			const result = await turns.run(() => undoImport(scope, params.id, by, now()))
			if (result === null) return refuse('not_found')
			if (result === 'too-late') return refuse('conflict', 'at')
			if (result === 'busy') return refuse('conflict')
			options.cutLog()
			await readmitOrganisationStaff(options, scope.municipalityId)
			return result
		}
	)
}
