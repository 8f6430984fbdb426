/** What the ledger has that speaks for a mentor's incentive (domain.md T48). It stands apart: the ledger keeps findings of `incentive.ts`. */
import type { Regulation } from '../regulation/schema.ts'
import type { Support } from './incentive.ts'
import type { Ledger } from './ledger.ts'

/**
 * The mentor's materials: named ones, and documents of stages that the curator has accepted (domain.md T48, T54).
 * `asked`: the reports of the regulation; in older ledgers the one after each stage does not say of which stage it is.
 */
export function materialsOf(
	{ evidence, reports }: Pick<Ledger, 'evidence' | 'reports'>,
	mentorId: string,
	asked: Regulation['reports']
): Support[] {
	const ofStages = asked.filter(({ schedule }) => schedule.type === 'each-stage')
	const named = evidence.flatMap(({ evidence: one, on, ...record }): Support[] => {
		if (record.mentorId !== mentorId || one.kind !== 'material') return []
		const { title, address } = one
		return [{ title, on, ...(address !== undefined && { source: { type: 'address', address } }) }]
	})
	const accepted = reports.flatMap(({ id, reportId, result, answer, ...report }): Support[] => {
		const title = result?.title ?? ofStages.find((one) => one.id === reportId)?.wording
		const isTheirs = report.mentorId === mentorId && answer?.remarks === null
		return title !== undefined && isTheirs
			? [{ title, on: answer.on, source: { type: 'report', submissionId: id } }]
			: []
	})
	return [...accepted, ...named]
}

/** Events that the mentor or the curator declared before the municipality kept a list of them. */
export function declaredEventsOf({ evidence }: Pick<Ledger, 'evidence'>, mentorId: string): Support[] {
	return evidence.flatMap(({ evidence: one, on, ...record }) =>
		record.mentorId === mentorId && one.kind === 'event' ? [{ title: one.title, on }] : []
	)
}
