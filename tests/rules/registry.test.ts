/** Organisations, their status by their results, and what roles are called. */
import { canOversee, canOverseeProgram, type OrganisationRole } from '#domain/access.ts'
import { formedIn } from '#domain/ledger/testing/pair.ts'
import {
	findHolderInTheWay,
	findOffice,
	findRole,
	needsHolder,
	type OfficeHolder,
	isOfOrganisation
} from '#domain/regulation/roles.ts'
import { classifySchools, type SchoolYear } from '#domain/people/organisation.ts'
import { proposal, viktor } from '#domain/ledger/testing/story.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import type { OrganisationKind, OrganisationStatus, Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { describeRules } from './rule-cases.ts'

const eighths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]

function unitsFor({ supervision }: Regulation, kind: OrganisationKind): string[] {
	return supervision.filter(({ kinds }) => kinds.includes(kind)).map(({ unit }) => unit)
}

function curatorOf(regulation: Regulation, kind: OrganisationKind): string | undefined {
	return findRole(regulation, 'curator', kind)?.title
}

/** Whether this role of the college may read a programme whose mentees all work in `of`. */
function oversees(role: OrganisationRole, of: string): boolean {
	const assignments = [{ municipalityId: 'town', role, organisationId: 'college' }]
	const grants = { memberships: [], endedMemberships: [], assignments }
	return canOverseeProgram(grants, { municipalityId: 'town', organisationId: of })
}

const offices: OfficeHolder[] = [
	{ officeId: 'member', personId: 'lidia', organisationId: null },
	{ officeId: 'moderator', personId: 'lidia', organisationId: null },
	{ officeId: 'institute-curator', personId: 'lidia', organisationId: null },
	{ officeId: 'school-curator', personId: 'lidia', organisationId: 'school-26' }
]

/** Who already has the office that the person is to get. */
function inTheWay(officeId: string, personId: string, organisationId: string | null = null): string | null {
	const office = findOffice(dinskoy, officeId)
	return office && (findHolderInTheWay(office, offices, { personId, organisationId })?.personId ?? null)
}

function needsCurator(status: OrganisationStatus): boolean | null {
	const office = findOffice(dinskoy, 'school-curator')
	return office && needsHolder(office, [status])
}

/** The status of one of eight schools over three years; `school-3` has its own results, with `change` in the last year. */
function lookedAt(results: readonly number[], change: Partial<SchoolYear> = {}, school = 3) {
	const years = results.flatMap((own, back) =>
		eighths.map((share, index): SchoolYear => ({
			organisationId: `school-${index}`,
			year: 2024 + back,
			results: index === 3 ? own : share,
			wellBeing: share,
			differentiation: 1.2,
			partTimeShare: 0,
			isAdvanced: false,
			...(index === 3 && back === results.length - 1 && change)
		}))
	)
	return classifySchools(years, 2023 + results.length).get(`school-${school}`)
}

describeRules([
	[
		'[T2] the unit that answers for an organisation',
		['a kindergarten’s', () => unitsFor(tomskCity, 'preschool'), ['Комитет по дошкольному образованию']],
		['a college is nobody’s in the city', () => unitsFor(tomskCity, 'college'), []]
	],
	[
		'[S2] the coordinating unit',
		['a school’s', () => unitsFor(surgut, 'school'), ['МАУ «Информационно-методический центр»']],
		['an enterprise has none', () => unitsFor(surgut, 'enterprise'), []]
	],
	[
		'[R8] curator and navigator',
		[
			'a college has a navigator, who sees its programmes and has a say in them',
			() => [
				curatorOf(tomskRegion, 'college'),
				oversees('organisation-curator', 'college'),
				isOfOrganisation(tomskRegion, 'curator', 'college')
			],
			['Педагог-навигатор', true, true]
		],
		[
			'a school has none, but a curator and a head of its own; its programmes are not the navigator’s',
			() => [
				curatorOf(tomskRegion, 'school'),
				isOfOrganisation(tomskRegion, 'head', 'school'),
				oversees('organisation-curator', 'school')
			],
			['Куратор внедрения целевой модели наставничества', true, false]
		]
	],
	[
		'[D2] who does what in the centre',
		[
			'its head forms the pairs',
			() => curatorOf(dinskoy, 'school'),
			'Руководитель муниципального наставнического центра'
		],
		[
			'a mentor forms none',
			() => formedIn(dinskoy).say(viktor, { ...proposal, relation: 'head-team', forms: ['group'] }),
			{ reason: 'not-your-role' }
		]
	],
	[
		'[D1] [D2] offices in the centre',
		[
			'members are several, and a weak school has its curator',
			() => [inTheWay('member', 'roman'), inTheWay('school-curator', 'roman', 'school-5')],
			[null, null]
		],
		[
			'nobody else is the moderator, the institute’s curator, nor the curator of a school that has one; there is no other office',
			() => [
				inTheWay('moderator', 'roman'),
				inTheWay('institute-curator', 'roman'),
				inTheWay('school-curator', 'roman', 'school-26'),
				findOffice(dinskoy, 'psychologist')
			],
			['lidia', 'lidia', 'lidia', null]
		]
	],
	[
		'[D29] a weak school must have its curator',
		[
			'by the list of the authority or by its index',
			() => (['low-results', 'stably-low'] as const).map((status) => needsCurator(status)),
			[true, true]
		],
		['an effective school need not', () => needsCurator('effective'), false]
	],
	[
		'[D7] quartiles of results',
		['0.7 of eight schools is high', () => lookedAt([0.4], {}, 6)?.resultsQuartile, 4],
		['0.6 is not', () => lookedAt([0.4], {}, 5)?.resultsQuartile, 3]
	],
	[
		'[D9] types of schools',
		['high results in a hard place', () => lookedAt([0.9], { wellBeing: 0.01 })?.type, 'resilient'],
		['middling ones are of no type', () => lookedAt([0.4], { wellBeing: 0.01 })?.type, null]
	],
	[
		'[D10] the zone of risk',
		['results 1.49 times apart are outside', () => lookedAt([0.4], { differentiation: 1.49 })?.risks, []],
		['results 1.5 times apart are in it', () => lookedAt([0.4], { differentiation: 1.5 })?.risks, ['differentiated']]
	],
	[
		'[D11] stably high',
		['three years in the fourth quartile', () => lookedAt([0.9, 0.9, 0.9])?.isStablyHigh, true],
		['two are not enough', () => lookedAt([0.9, 0.9])?.isStablyHigh, false]
	],
	[
		'[V2] the curator of an organisation',
		[
			'is the deputy who supports teachers, and has a say there, as has its head',
			() => [
				curatorOf(divnogorsk, 'school'),
				...(['curator', 'head'] as const).map((role) => isOfOrganisation(divnogorsk, role, 'school'))
			],
			['Куратор (заместитель руководителя, сопровождающий профессиональное развитие педагогов)', true, true]
		],
		[
			'the administrator of the server is none, nor has one a say where the curator is the department’s',
			() => [
				canOversee(
					{ memberships: [], endedMemberships: [], assignments: [{ municipalityId: 'town', role: 'administrator' }] },
					'town'
				),
				isOfOrganisation(tomskCity, 'curator', 'school')
			],
			[false, false]
		]
	]
])
