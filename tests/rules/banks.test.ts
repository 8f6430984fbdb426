/** The banks of mentors, of mentees and of programmes, and their yearly review. */
import { menteeEntrySchema, mentorEntrySchema } from '#domain/people/bank-entry.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { monitoringDates } from '#domain/plan/due-dates.ts'
import { askedFor, proposedIn } from '#domain/ledger/testing/pair.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { listOpenLedgers } from '../../server/programs/ledger/ledger-log.ts'
import { begin, openCouncil } from '../../server/programs/ledger/testing/council.ts'
import { describeRules } from './rule-cases.ts'

const irinasEntry = {
	personId: 'irina',
	categoryId: 'young-teacher',
	mainRequest: 'Как вести урок',
	difficulties: [],
	forms: [],
	assessments: [],
	bornOn: null,
	representative: null,
	enteredOn: '2026-06-01'
}

/** Last reviewed on 15 September 2026. */
function reviewsUntil(regulation: Regulation, until: string): string[] {
	return monitoringDates(regulation, { from: '2026-09-15', until })
		.filter(({ reportId }) => reportId === 'list-update')
		.map(({ dueOn }) => dueOn)
}

/** The programmes under way in the town or in the other one. */
async function programsOf(municipalityId: string): Promise<string[]> {
	const council = await openCouncil()
	await begin(council)
	const ledgers = await listOpenLedgers(council.registry, { municipalityId }, '', 10)
	council.database.close()
	return ledgers.map(({ programId, phase }) => `${programId} ${phase}`)
}

describeRules([
	[
		'[T19] the list is looked through once a year',
		['a year later to the day', () => reviewsUntil(tomskCity, '2027-09-15'), ['2027-09-15']],
		['not a day sooner', () => reviewsUntil(tomskCity, '2027-09-14'), []]
	],
	[
		'[S20] the list is looked through once a year',
		['twice in two years', () => reviewsUntil(surgut, '2028-09-15'), ['2027-09-15', '2028-09-15']],
		['not a day sooner', () => reviewsUntil(surgut, '2027-09-14'), []]
	],
	[
		'[T22] whoever mentors is in the bank',
		['Viktor is', () => proposedIn(tomskCity), null],
		[
			'Pavel is not',
			() => proposedIn(tomskCity, { proposal: { mentorIds: ['pavel'] } }),
			{ reason: 'not-a-mentor', personId: 'pavel' }
		]
	],
	[
		'[T23] programmes that are carried out are all in one bank',
		['the town finds its own', () => programsOf('town'), ['program-a active']],
		['another town does not', () => programsOf('other'), []]
	],
	[
		'[V8] programmes, mentors and mentees are kept in bases',
		['Viktor and Irina are', () => proposedIn(divnogorsk), null],
		[
			'Pavel is not',
			() => proposedIn(divnogorsk, { proposal: { mentorIds: ['pavel'] } }),
			{ reason: 'not-a-mentor', personId: 'pavel' }
		]
	],
	[
		'[S19] whoever is mentored is in the bank',
		['Irina is', () => askedFor(surgut), null],
		[
			'Pavel is not',
			() => askedFor(surgut, { request: { menteeIds: ['pavel'] } }),
			{ reason: 'not-a-mentee', personId: 'pavel' }
		]
	],
	[
		'[R13] what the bases keep',
		[
			'both entries as they were written',
			() => [mentorEntrySchema.parse(viktorsEntry).personId, menteeEntrySchema.parse(irinasEntry).personId],
			['viktor', 'irina']
		],
		[
			'a mentee without a request is not kept',
			() => menteeEntrySchema.safeParse({ ...irinasEntry, mainRequest: ' ' }).error?.issues[0]?.path,
			['mainRequest']
		]
	],
	[
		'[R13] whoever takes part is in a base',
		['a pupil of the base', () => askedFor(tomskRegion), null],
		[
			'a pupil of another one',
			() => askedFor(tomskRegion, { request: { menteeIds: ['roman'] } }),
			{ reason: 'not-a-mentee', personId: 'roman' }
		]
	]
])
