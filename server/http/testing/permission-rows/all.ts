/** One file per resource, like the endpoints themselves. */
import type { PermissionRow } from '../permission-row.ts'
import { accountRows } from './accounts.ts'
import { bankRows } from './banks.ts'
import { ledgerRows } from './ledger.ts'
import { municipalityRows } from './municipalities.ts'
import { officeRows } from './offices.ts'
import { paperRows } from './papers.ts'
import { programRows } from './programs.ts'
import { regulationRows } from './regulations.ts'

export const permissionRows: readonly PermissionRow[] = [
	...accountRows,
	...bankRows,
	...programRows,
	...ledgerRows,
	...paperRows,
	...regulationRows,
	...municipalityRows,
	...officeRows
]
