/**
 * Ranks the mentors who suit a request by open criteria (domain.md T14, T20, T39, R17, D12). Each part of a score has its
 * reason. An unknown part scores in the middle, neither for nor against. A mentor who does not meet a condition is ranked too,
 * with the condition named.
 */
import type { IsoDate } from '../calendar.ts'
import type { MentoringForm, OrganisationKind, OrganisationStatus } from '../regulation/schema.ts'
import type { MentorEntry } from './bank-entry.ts'
import { type ConditionFinding, unmetConditionIds, type Workplace } from './eligibility.ts'

export interface MatchRequest {
	mainRequest: string
	difficulties: readonly string[]
	/** Empty: any. */
	forms: readonly MentoringForm[]
	/** The school's coordinates; null: unknown. */
	place: Coordinates | null
	/** The number of people to be mentored. */
	mentees: number
}

/** Degrees. */
export interface Coordinates {
	latitude: number
	longitude: number
}

export const likings = ['wanted', 'acceptable', 'unwanted'] as const
export type Liking = (typeof likings)[number]

export interface Candidate {
	/** Family name first. */
	name: string
	entry: MentorEntry
	workplace: Workplace | null
	place: Coordinates | null
	/** Who of the pair leads the other at work; null: neither, as far as is known. */
	subordination: Subordination | null
	/** The number in active programmes. */
	activeMentees: number
	conditions: readonly ConditionFinding[]
	/**
	 * What each mentee answered about the mentor, and the mentor about each mentee, in the banks' questionnaire (domain.md R17).
	 * `on`: the day of the answer.
	 */
	likings: readonly { by: 'mentee' | 'mentor'; liking: Liking; on: IsoDate }[]
}

/** `superior`: the mentor leads a mentee at work; `subordinate`: a mentee leads the mentor. */
export type Subordination = 'superior' | 'subordinate'

export interface Employment {
	/** Null: unknown. */
	organisationId: string | null
	/** Whether they lead the organisation. */
	isHead: boolean
}

export function subordinationOf(mentor: Employment, mentees: readonly Employment[]): Subordination | null {
	const colleagues = mentees.filter(
		({ organisationId }) => organisationId !== null && organisationId === mentor.organisationId
	)
	if (colleagues.length === 0 || colleagues.some(({ isHead }) => isHead && mentor.isHead)) return null
	if (mentor.isHead) return 'superior'
	return colleagues.some(({ isHead }) => isHead) ? 'subordinate' : null
}

const headPost =
	/^(директор|заведующ(ий|ая))(\s+(школ|гимнази|лице|детск|д\/с|колледж|техникум|училищ|центр|муниципальн|м[абк]д?оу).*)?$/

/** Whether the post is that of an organisation's head: «Директор», «Заведующая детским садом», but not «Заведующий хозяйством». */
export function isHeadPost(post: string): boolean {
	return headPost.test(post.trim().toLowerCase())
}

export const criteria = ['profile', 'eligibility', 'organisation', 'load', 'preference', 'distance', 'form'] as const
export type Criterion = (typeof criteria)[number]
export type Weights = Readonly<Record<Criterion, number>>

/** Our own choice: no regulation weighs its criteria. Only the proportion matters. */
export const defaultWeights: Weights = {
	profile: 35,
	eligibility: 15,
	organisation: 10,
	load: 15,
	preference: 15,
	distance: 5,
	form: 5
}

export interface Match {
	mentorId: string
	name: string
	/** 0 to 1. */
	score: number
	/** In the order of `criteria`. */
	parts: readonly CriterionScore[]
	unmetConditionIds: readonly string[]
	subordination: Subordination | null
}

export interface CriterionScore {
	criterion: Criterion
	/** 0 to 1. */
	value: number
	weight: number
	because: Because
}

export type Because =
	| ({ criterion: 'profile' } & Cover)
	| { criterion: 'eligibility'; met: number; unmetConditionIds: readonly string[] }
	/** `strong`: the workplace's statuses among `strongStatuses`; null: unknown. `advises`: the workplace advises schools by trade. */
	| { criterion: 'organisation'; strong: readonly OrganisationStatus[] | null; advises: boolean }
	/** `hoursEach`: per month and mentee, including the mentees of the request; null: unknown. */
	| { criterion: 'load'; activeMentees: number; hoursEach: number | null }
	| { criterion: 'preference'; likings: Candidate['likings'] }
	| { criterion: 'distance'; kilometres: number | null }
	/** `common`: null when the request or the mentor allows any form. */
	| { criterion: 'form'; common: readonly MentoringForm[] | null }

/** Best first, pairs of a superior and a subordinate last; equal scores by name. Uses no clock and no random number: the same request gives the same result. */
export function rankMentors(
	request: MatchRequest,
	candidates: readonly Candidate[],
	weights: Weights = defaultWeights
): Match[] {
	return candidates
		.map((candidate) => toMatch(request, candidate, weights))
		.sort(
			(one, other) =>
				Number(one.subordination !== null) - Number(other.subordination !== null) ||
				other.score - one.score ||
				compareNames(one, other)
		)
}

/** Neither for nor against. */
const UNKNOWN = 0.5
/** Enough for one mentee: an hour a week. */
const HOURS_A_MONTH = 4
/** A longer distance makes no difference. */
const FAR_KILOMETRES = 50
const EARTH_KILOMETRES = 6371
/** Statuses of schools that mentors come from (domain.md D12). */
const strongStatuses: readonly OrganisationStatus[] = ['effective', 'resilient', 'stably-high']
const advisingKinds: readonly OrganisationKind[] = ['authority', 'methodical']
const likingValues: Readonly<Record<Liking, number>> = { wanted: 1, acceptable: 0.6, unwanted: 0 }

function toMatch(request: MatchRequest, candidate: Candidate, weights: Weights): Match {
	const parts = criteria.map((criterion): CriterionScore => {
		const [value, because] = scoreCriterion(criterion, request, candidate)
		return { criterion, value, weight: weights[criterion], because }
	})
	const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
	const sum = parts.reduce((sum, { value, weight }) => sum + value * weight, 0)
	return {
		mentorId: candidate.entry.personId,
		name: candidate.name,
		score: whole === 0 ? 0 : sum / whole,
		parts,
		unmetConditionIds: unmetConditionIds(candidate.conditions),
		subordination: candidate.subordination
	}
}

function scoreCriterion(
	criterion: Criterion,
	request: MatchRequest,
	candidate: Candidate
): [value: number, because: Because] {
	const { entry, workplace, activeMentees, conditions, likings } = candidate
	switch (criterion) {
		case 'profile': {
			const cover = coverDifficulties(request, entry.competences)
			const all = cover.covered.length + cover.uncovered.length
			return [all === 0 ? UNKNOWN : cover.covered.length / all, { criterion, ...cover }]
		}
		case 'eligibility': {
			const unmet = unmetConditionIds(conditions)
			const met = conditions.length - unmet.length
			return [conditions.length === 0 ? 1 : met / conditions.length, { criterion, met, unmetConditionIds: unmet }]
		}
		case 'organisation': {
			const strong = workplace?.standings?.filter((status) => strongStatuses.includes(status)) ?? null
			const advises = workplace !== null && advisingKinds.includes(workplace.kind)
			const isStrong = advises || (strong !== null && strong.length > 0)
			return [isStrong ? 1 : strong === null ? UNKNOWN : 0, { criterion, strong, advises }]
		}
		case 'load': {
			const mentees = activeMentees + Math.max(1, request.mentees)
			const hoursEach = entry.hoursPerMonth === null ? null : entry.hoursPerMonth / mentees
			const value =
				hoursEach === null ? Math.min(UNKNOWN, 1 / (1 + activeMentees)) : Math.min(1, hoursEach / HOURS_A_MONTH)
			return [value, { criterion, activeMentees, hoursEach }]
		}
		case 'preference': {
			const sum = likings.reduce((sum, { liking }) => sum + likingValues[liking], 0)
			return [likings.length === 0 ? UNKNOWN : sum / likings.length, { criterion, likings }]
		}
		case 'distance': {
			if (request.place === null || candidate.place === null) return [UNKNOWN, { criterion, kilometres: null }]
			const kilometres = distanceBetween(request.place, candidate.place)
			return [Math.max(0, 1 - kilometres / FAR_KILOMETRES), { criterion, kilometres }]
		}
		case 'form': {
			if (request.forms.length === 0 || entry.forms.length === 0) return [1, { criterion, common: null }]
			const common = request.forms.filter((form) => entry.forms.includes(form))
			return [common.length > 0 ? 1 : 0, { criterion, common }]
		}
	}
}

/** The direct distance in kilometres. */
export function distanceBetween(one: Coordinates, other: Coordinates): number {
	const radians = (degrees: number) => (degrees * Math.PI) / 180
	const north = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2
	const east = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2
	const angle = north + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * east
	return 2 * EARTH_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(angle)))
}

function compareNames(one: Match, other: Match): number {
	return one.name.localeCompare(other.name, 'ru') || (one.mentorId < other.mentorId ? -1 : 1)
}

/**
 * Which difficulties a mentor's competences cover: the two must have a word in common. Words are compared by how they begin:
 * «финансы» and «финансовый» are one word, «право» and «правило» are two. Words that say nothing about a topic do not count.
 * This is simple, so that a curator who sees both lines understands why.
 */
export interface Cover {
	covered: readonly { difficulty: string; competence: string }[]
	uncovered: readonly string[]
}

/** Each difficulty with the first competence that covers it. Without difficulties, uses the main request. */
function coverDifficulties(
	{ difficulties, mainRequest }: { difficulties: readonly string[]; mainRequest: string },
	competences: readonly string[]
): Cover {
	const asked = difficulties.length > 0 ? difficulties : mainRequest.trim() === '' ? [] : [mainRequest]
	const known = competences.map((competence) => ({ competence, words: wordsOf(competence) }))
	const covered: { difficulty: string; competence: string }[] = []
	const uncovered: string[] = []
	for (const difficulty of asked) {
		const words = wordsOf(difficulty)
		const match = known.find((each) => haveCommon(words, each.words))
		if (match === undefined) uncovered.push(difficulty)
		else covered.push({ difficulty, competence: match.competence })
	}
	return { covered, uncovered }
}

/** The shortest common beginning that makes two words the same, if it is two thirds of the longer one. */
const STEM_LETTERS = 4
/** A common beginning that makes two words the same, if it is more than half of the longer one: a shared stem alone is no match. */
const LONG_STEM_LETTERS = 6

/** Words that fit any topic; compared by their beginnings. */
const emptyWords = [
	'работа',
	'работать',
	'управление',
	'управлять',
	'руководитель',
	'организация',
	'развитие',
	'вопросы',
	'проблемы',
	'школа',
	'школьный',
	'умение',
	'знание',
	'навыки',
	'деятельность',
	'система',
	'эффективный',
	'современный',
	'образовательный',
	'педагог',
	'педагогический',
	'который',
	'через'
]

export function haveCommonWord(one: string, other: string): boolean {
	return haveCommon(wordsOf(one), wordsOf(other))
}

function haveCommon(words: readonly string[], others: readonly string[]): boolean {
	return words.some((word) => others.some((other) => isSameWord(word, other)))
}

function isSameWord(one: string, other: string): boolean {
	let common = 0
	while (common < one.length && one[common] === other[common]) common++
	const longer = Math.max(one.length, other.length)
	if (common >= LONG_STEM_LETTERS && common * 2 > longer) return true
	return common >= STEM_LETTERS && common * 3 >= longer * 2
}

function wordsOf(text: string): string[] {
	const words =
		text
			.toLowerCase()
			.replaceAll('ё', 'е')
			.match(/[a-zа-я]+/g) ?? []
	return words.filter((word) => word.length >= STEM_LETTERS && !emptyWords.some((empty) => isSameWord(word, empty)))
}
