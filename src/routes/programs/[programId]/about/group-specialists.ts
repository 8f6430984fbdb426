/** Which specialists stand in which list of the programme's page. */
import type { Specialist } from '#domain/ledger/ledger.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'

export const SPECIALIST_STATEMENTS: readonly Statement['type'][] = ['involve-specialist', 'release-specialist']

/** `isNobodyYet`: nobody has ever been involved, and nothing said of specialists on this device still waits. */
export function groupSpecialists(
	all: readonly Specialist[],
	waiting: readonly Pick<Command, 'statement'>[]
): { lasting: Specialist[]; former: Specialist[]; isNobodyYet: boolean } {
	return {
		lasting: all.filter(({ until }) => until === null),
		former: all.filter(({ until }) => until !== null),
		isNobodyYet: all.length === 0 && !waiting.some(({ statement }) => SPECIALIST_STATEMENTS.includes(statement.type))
	}
}
