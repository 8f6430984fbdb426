/** Imports into the banks, and what they are compared with. */
import type { ImportKind } from '#domain/people/import/table.ts'
import type { ImportListing, ImportResult, KnownBank, NewImport, UndoResult } from '#protocol/api/bank.ts'
import { get, post } from './api.ts'

/** Thousands of rows over a slow line. */
const LONG_MS = 120_000

export const imports = {
	known: (kind: ImportKind) => get<KnownBank>(`/api/imports/known?kind=${kind}`),
	list: () => get<{ imports: ImportListing[] }>('/api/imports'),
	/** May be sent again. */
	take: (body: NewImport) => post<ImportResult>('/api/imports', body, LONG_MS),
	undo: (id: string) => post<UndoResult>(`/api/imports/${encodeURIComponent(id)}/undo`, {}, LONG_MS)
}
