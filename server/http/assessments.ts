import { assessmentsSeenBy } from '#domain/access.ts'
import { goesByAssessment } from '#domain/people/eligibility.ts'
import type { MenteeAssessments } from '#protocol/api/bank.ts'
import { readLedger } from '../programs/ledger/ledger-log.ts'
import { readMenteeAssessments } from '../people/mentee-assessments.ts'
import { findProgram } from '../people/programs.ts'
import { readRegulationOf } from '../people/regulations.ts'
import { standingOf } from '../people/standing.ts'
import { refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { requireSession } from './serve/require-session.ts'

/**
 * What a mentor may see of the assessment of those they work with (domain.md T35); of nobody where the regulation knows no assessment.
 * 404 where nobody is to learn what is there.
 */
export function addAssessments(api: Api, parts: ApiParts): void {
	const { registry } = parts

	api.get('/programs/:programId/assessments', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const programId = context.req.param('programId')
		const program = await findProgram(registry, programId)
		if (program === null) return refuse(context, 'not_found')
		const seen = assessmentsSeenBy(await standingOf(registry, personId), { ...program, programId })
		if (seen === 'none') return refuse(context, 'not_found')
		const { municipalityId } = program
		const { request } = (await readLedger(registry, programId)).ledger
		const regulation = await readRegulationOf(registry, municipalityId, request)
		const all = goesByAssessment(regulation) ? await readMenteeAssessments(registry, municipalityId, programId) : []
		const mentees = seen === 'all' ? all : all.filter((mentee) => mentee.personId === personId)
		return context.json<MenteeAssessments>({ mentees })
	})
}
