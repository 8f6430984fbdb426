/** The JSON API of what the bank of mentees has of a programme's own, beside `api.ts`. Types only. */
import type { Assessment } from '#domain/people/bank-entry.ts'

/**
 * GET /api/programs/:id/assessments: of every mentee who takes part now for the mentors who do and for the municipality's curator and
 * head, of themselves alone for a mentee; 404 for everybody else (`assessmentsSeenBy` of #domain/access.ts). Devices keep no copy of it.
 */
export interface MenteeAssessments {
	/** By name; nobody where the regulation goes by no assessment (`goesByAssessment` of #domain/eligibility.ts). */
	mentees: {
		personId: string
		/** «Лаптева Ирина Сергеевна» */
		name: string
		/** The newest first; empty: the bank has none. */
		assessments: Assessment[]
	}[]
}
