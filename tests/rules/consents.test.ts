/** Which consents an order needs, from whom, on how many sheets. */
import type { Speaker } from '#domain/ledger/ledger.ts'
import { consentedIn, formedIn, orderedIn, orderOf } from '#domain/ledger/testing/pair.ts'
import { arkady, consentOf, elena, irina, sign, viktor } from '#domain/ledger/testing/story.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import type { ConsentKind, Regulation, Relation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { describeRules } from './rule-cases.ts'

/** Whose consent to what the order still waits for, when only `given` are given. */
function missingAfter(
	regulation: Regulation,
	given: readonly (readonly [Speaker, 'duties' | 'personal-data'])[],
	relation?: Relation
) {
	const story = formedIn(regulation, relation === undefined ? {} : { proposal: { relation } })
	for (const [person, kind] of given) story.sayAll([person, consentOf(kind)])
	const refusal = story.say(elena, orderOf(story, regulation))
	if (refusal === null) return []
	return refusal.reason === 'consents-missing'
		? refusal.missing.map(({ personId, kind }) => `${personId} ${kind}`)
		: null
}

/** The answer to a head who signs the order after Irina has withdrawn her consent. */
function signedAfterWithdrawal(isWithdrawn: boolean) {
	const story = consentedIn(surgut)
	story.sayAll([elena, orderOf(story, surgut)])
	const orderId = story.lastId()
	if (isWithdrawn) story.sayAll([viktor, { type: 'withdraw-consent', kind: 'duties' }])
	return story.say(arkady, sign(orderId))?.reason ?? null
}

function consentOfPupil(kind: ConsentKind, representative: string | null) {
	const story = formedIn(tomskRegion, { today: '2021-09-01', facts: { birthDays: new Map([['irina', '2006-03-14']]) } })
	return story.say(irina, { ...consentOf(kind), representative })
}

const data = [
	[viktor, 'personal-data'],
	[irina, 'personal-data']
] as const
const duties = [
	[viktor, 'duties'],
	[irina, 'duties']
] as const

describeRules([
	[
		'[T16] the order comes after the consent of each participant to the duties',
		['both have consented', () => missingAfter(tomskCity, [...duties, ...data]), []],
		['Irina has not', () => missingAfter(tomskCity, [[viktor, 'duties'], ...data]), ['irina duties']]
	],
	[
		'[S18] a mentor is appointed with written consent',
		['which lasts', () => signedAfterWithdrawal(false), null],
		['which was taken back', () => signedAfterWithdrawal(true), 'consents-missing']
	],
	[
		'[R11] a minor’s consent to data is the representative’s',
		['her mother signs', () => consentOfPupil('personal-data', 'Лаптева Мария Павловна'), null],
		[
			'she signs herself',
			() => consentOfPupil('personal-data', null),
			{ reason: 'wrong-signer', signer: 'representative' }
		]
	],
	[
		'[R11] so is that to publication',
		['her mother signs', () => consentOfPupil('publication', 'Лаптева Мария Павловна'), null],
		[
			'she signs herself',
			() => consentOfPupil('publication', null),
			{ reason: 'wrong-signer', signer: 'representative' }
		]
	],
	[
		'[R11] both sides consent to the processing of data',
		['both have', () => missingAfter(tomskRegion, [[viktor, 'duties'], ...data]), []],
		['the mentee has not', () => missingAfter(tomskRegion, [[viktor, 'duties'], data[0]]), ['irina personal-data']]
	],
	[
		'[L1] the mentor’s written consent, where the regulation asks for none',
		['given', () => orderedIn(divnogorsk), null],
		['not given', () => missingAfter(divnogorsk, data), ['viktor duties']]
	],
	[
		'[L1] the Labour Code binds employees',
		['a pupil guides a pupil and is none', () => missingAfter(tomskRegion, data, 'pupil-pupil'), []],
		['a teacher guides a pupil', () => missingAfter(tomskRegion, data, 'teacher-pupil'), ['viktor duties']]
	],
	[
		'[L3] one sheet does not stand for another',
		['each has its own', () => missingAfter(tomskCity, [...duties, ...data]), []],
		[
			'the duties are no consent to data',
			() => missingAfter(tomskCity, duties),
			['viktor personal-data', 'irina personal-data']
		]
	]
])
