import { documents } from './001-documents.ts'
import { history } from './002-history.ts'
import { held } from './003-held.ts'
import { arrivals } from './004-arrivals.ts'
import { snapshots } from './005-snapshots.ts'
import { accepted } from './006-accepted.ts'
import { entered } from './007-entered.ts'

/** The steps of the relay's own tables, in order; a new one is added at the end. */
export const documentMigrations: readonly string[] = [documents, history, held, arrivals, snapshots, accepted, entered]
