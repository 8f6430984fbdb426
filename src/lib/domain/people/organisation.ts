/** Where people work: what a regulation asks of it, and the yearly indices by which it is strong, weak or at risk (domain.md D7–D11). */
import { z } from 'zod'
import {
	organisationKinds,
	standings,
	type OrganisationKind,
	type Regulation,
	type Relation,
	type Standing
} from '../regulation/schema.ts'
import { TITLE_LETTERS } from '../text-letters.ts'

/** Whose contour it belongs to (domain.md S25). */
export const organisationLevels = ['municipal', 'regional', 'federal'] as const
export type OrganisationLevel = (typeof organisationLevels)[number]

/** Of each row an organisation is one at most: schools are of one of four types, and stable in one direction (domain.md D9, D11). */
const rivalStandings: readonly (readonly Standing[])[] = [
	['effective', 'resilient', 'ineffective', 'failing'],
	['stably-high', 'stably-low']
]

const share = z.number().min(0).max(1)

export const organisationSchema = z.strictObject({
	id: z.string().regex(/^[\w-]{1,64}$/),
	name: z.string().trim().min(1).max(TITLE_LETTERS),
	kind: z.enum(organisationKinds),
	/** Null: whichever the regulation names for its kind (domain.md T2, S2). */
	unit: z.string().trim().min(1).max(TITLE_LETTERS).nullable(),
	level: z.enum(organisationLevels),
	/** A gymnasium, a lyceum, a school with advanced study. */
	isAdvanced: z.boolean(),
	/** WGS 84, degrees. */
	place: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).nullable(),
	/** Put down by the authority; null: nobody has said. */
	standings: z
		.array(z.enum(standings))
		.max(standings.length)
		.refine((said) => rivalStandings.every((rivals) => said.filter((one) => rivals.includes(one)).length <= 1), {
			params: { problem: 'contradiction' }
		})
		.nullable(),
	years: z
		.array(
			z.strictObject({
				year: z.int().min(2000).max(2100),
				results: share,
				wellBeing: share.nullable(),
				differentiation: z.number().min(0).max(100).nullable(),
				partTimeShare: share.nullable()
			})
		)
		.max(50)
		.superRefine((years, context) => {
			years.forEach(({ year }, index) => {
				const isSecond = years.findIndex((one) => one.year === year) < index
				if (isSecond) context.addIssue({ code: 'custom', path: [index, 'year'], message: 'twice' })
			})
		})
})

export type Organisation = z.infer<typeof organisationSchema>
export type IndexYear = Organisation['years'][number]

/** Who answers for an organisation of the kind by the regulation (domain.md T2, S2); null: it names nobody. */
export function unitFor(
	{ supervision }: Pick<Regulation, 'supervision'>,
	kind: OrganisationKind
): Regulation['supervision'][number] | null {
	return supervision.find(({ kinds }) => kinds.includes(kind)) ?? null
}

/**
 * Who answers for a programme and organises the collection of its reports: the units of the mentees' organisations, of a group
 * maybe several; where the regulation goes by who mentors whom, the one of the relation (domain.md T2, S2, R4).
 */
export function unitsOf(
	regulation: Pick<Regulation, 'supervision'>,
	organisations: readonly Pick<Organisation, 'kind' | 'unit'>[],
	relation: Relation | null
): string[] {
	const own = organisations.flatMap(({ kind, unit }) => unit ?? unitFor(regulation, kind)?.unit ?? [])
	const related = regulation.supervision.flatMap(({ relations, unit }) =>
		relation !== null && relations.includes(relation) ? unit : []
	)
	return [...new Set(own.length > 0 ? own : related)].sort()
}
