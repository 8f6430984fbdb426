/**
 * What an endpoint answers each person of the town (`tests/support/town.ts`), so that no endpoint is left out. In program-1 Viktor is
 * the mentor and Irina the mentee; Oleg is the mentor of another programme. Elena is the curator, Arkady the head and Anna the
 * administrator. Tamara is of the region, Pyotr is the curator of another municipality, and the stranger is not signed in. Nina is
 * the curator and Pavel the head of the school where Irina works; Raisa and Semyon are of another school of the town.
 */
import type { Town, Townsperson } from '../../../tests/support/town.ts'

export const askers = [
	'stranger',
	'viktor',
	'irina',
	'oleg',
	'elena',
	'arkady',
	'nina',
	'pavel',
	'raisa',
	'semyon',
	'anna',
	'tamara',
	'pyotr'
] as const
export type Asker = Extract<Townsperson, (typeof askers)[number]>
export type Expected = Readonly<Record<Asker, number>>

export interface PermissionRow {
	/** As it is registered: the method and the pattern of the path. */
	endpoint: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ALL'} /api/${string}`
	/** The address of the request, where the pattern has parameters or a query matters. No answer may change another one. */
	at?: string
	body?: unknown
	/** The same, where it depends on the asker, or names something that must exist: made before each asker's request. */
	made?: (town: Town, asker: Asker) => { at?: string; body?: unknown } | Promise<{ at?: string; body?: unknown }>
	expected: Expected
	/** The answer to Irina after her membership in program-1 has ended; by default the one to Oleg, who never had one. */
	afterwards?: number
}

/** `status` for the people, `otherwise` for everybody else who is signed in: 403, or 404 where nobody learns what exists. */
function allowed(people: readonly Asker[], status: number, otherwise: number): Expected {
	const answers = askers.map((asker) => [asker, people.includes(asker) ? status : otherwise])
	return { ...(Object.fromEntries(answers) as Expected), stranger: 401 }
}

/** Whether the asker is signed in or not. */
export const toAnybody = (status: number): Expected => ({ ...allowed(askers, status, status), stranger: status })

export const toWhoeverIsSignedIn = (status: number): Expected => allowed(askers, status, status)

/** Curators and heads of any municipality; `elsewhere`: the answer to another municipality's. */
export const toOverseers = (status: number, elsewhere = status): Expected => ({
	...allowed(['elena', 'arkady'], status, 403),
	pyotr: elsewhere
})

/** The same, for what belongs to program-1 alone, and the staff of Irina's school; nobody elsewhere learns of it. */
export const toOverseersOfOne = (status: number): Expected => ({
	...toOverseers(status, 404),
	nina: status,
	pavel: status,
	raisa: 404,
	semyon: 404
})

/** The same, and the staff of an organisation, for what belongs to it. */
export const toOverseersOfAny = (status: number): Expected => ({
	...toOverseers(status),
	nina: status,
	pavel: status,
	raisa: status,
	semyon: status
})

/** Curators and heads of any municipality, and administrators. */
export const toInviters = (status: number, elsewhere = status): Expected => ({
	...allowed(['elena', 'arkady', 'anna'], status, 403),
	pyotr: elsewhere
})

/** Of the installation as a whole. */
export const toAdministrators = (status: number): Expected => allowed(['anna'], status, 403)

/** The participants of Viktor's and Darya's programme, and those who oversee it. */
export const toWhomThePairConcerns = (status: number): Expected =>
	allowed(['viktor', 'elena', 'arkady', 'raisa', 'semyon'], status, 404)

/** The participants of program-1, and those who oversee it. */
export const toWhomItConcerns = (status: number): Expected =>
	allowed(['viktor', 'irina', 'elena', 'arkady', 'nina', 'pavel'], status, 404)
