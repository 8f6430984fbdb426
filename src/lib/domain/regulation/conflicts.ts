/**
 * What does not fit together inside a regulation, computed so that it can be shown rather than hidden. Some a curator must
 * only know of: the five real ones have them, too. With some a pack cannot be used at all, and a copy that has one is not
 * accepted (`parse-regulation.ts`).
 */
import { findConflictsToKnow } from './conflicts-to-know.ts'
import { findConflictsToMend } from './conflicts-to-mend.ts'
import type { Conflict, ConflictContext } from './conflict.ts'
import type { Regulation } from './schema.ts'

/** Those to mend first. */
export function findConflicts(regulation: Regulation, context: ConflictContext): Conflict[] {
	return [...findConflictsToMend(regulation, context), ...findConflictsToKnow(regulation, context)]
}
