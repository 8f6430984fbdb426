import { addProfileItem } from '#domain/plan/edit.ts'
import { formsOf, type Ledger } from '#domain/ledger/ledger.ts'
import { findRoadmap, ownPlan, speedMeeting } from '#domain/roadmaps/all.ts'
import { contentFromRoadmap, type FirstContent, type NewProgram } from '../create-program.ts'
import type { Registry } from '../../database/database.ts'
import { organisationNamesOf } from '../../people/organisations.ts'
import { readRegulation } from '../../people/regulations.ts'

/**
 * The programme an order begins: from the roadmap of the mentee's category (domain.md T34), or of one meeting where that is all
 * the form has (T13), with the difficulties of the
 * request in the profile (T9), in the organisations of its mentees. Its people follow from the ledger.
 */
export async function describeProgram(
	registry: Registry,
	municipalityId: string,
	ledger: Ledger,
	now: Date
): Promise<{ program: NewProgram; content: FirstContent }> {
	const { request, term, title } = ledger
	if (request === null || term === null || title === null) throw new Error('No order is in force')
	const regulation = await readRegulation(registry, municipalityId, request.regulationId)
	const category = regulation?.categories.find(({ id }) => id === request.categoryId)
	const organisations = await organisationNamesOf(registry, request.menteeIds)
	const program: NewProgram = {
		municipalityId,
		title,
		// A copy of a regulation may name a roadmap that is shipped no more.
		roadmap: isOnlySpeed(ledger) ? speedMeeting : (findRoadmap(category?.roadmapId ?? '') ?? ownPlan),
		organisation: organisations.join(', '),
		startsOn: term.startsOn,
		termMonths: term.months,
		members: []
	}
	const { author, fill } = contentFromRoadmap(program, now)
	return {
		program,
		content: {
			author,
			fill(doc) {
				fill(doc)
				request.difficulties.forEach((text, index) =>
					addProfileItem(doc, `requested-${index + 1}`, 'difficulty', text, author)
				)
			}
		}
	}
}

function isOnlySpeed(ledger: Ledger): boolean {
	return formsOf(ledger).every((form) => form === 'speed')
}
