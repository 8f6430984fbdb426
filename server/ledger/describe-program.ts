import { addProfileItem } from '#domain/plan/profile.ts'
import type { Ledger } from '#domain/ledger/ledger.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { ownPlan } from '#domain/roadmaps/own-plan.ts'
import { contentFromRoadmap, type FirstContent, type NewProgram } from '../registry/create-program.ts'
import type { Registry } from '../registry/database.ts'
import { organisationNamesOf } from '../registry/organisations.ts'
import { readRegulation } from '../registry/regulations.ts'

/**
 * The programme an order begins: from the roadmap of the mentee's category (domain.md T34), with the difficulties of the
 * request in the profile (T9), in the organisations of its mentees. Its people follow from the ledger.
 */
export async function describeProgram(
	registry: Registry,
	municipalityId: string,
	{ request, term, title }: Ledger,
	now: Date
): Promise<{ program: NewProgram; content: FirstContent }> {
	if (request === null || term === null || title === null) throw new Error('No order is in force')
	const regulation = await readRegulation(registry, municipalityId, request.regulationId)
	const category = regulation?.categories.find(({ id }) => id === request.categoryId)
	const organisations = await organisationNamesOf(registry, request.menteeIds)
	const program: NewProgram = {
		municipalityId,
		title,
		// A copy of a regulation may name a roadmap that is shipped no more.
		roadmap: findRoadmap(category?.roadmapId ?? '') ?? ownPlan,
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
