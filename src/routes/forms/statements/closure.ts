/** The programme is closed for one of the regulation's reasons (domain.md T41–T43), or with notice (L1), with a conclusion. */
import Flag from '@lucide/svelte/icons/flag'
import type { DayBounds, IsoDate } from '#domain/calendar.ts'
import { hasMentorInPay, lastDayBounds, lastPaidDay } from '#domain/ledger/statements/closure.ts'
import type { DecisionOf } from '#domain/ledger/statements/row.ts'
import { listedGrounds } from '#domain/regulation/choices.ts'
import type { CompletionReason } from '#domain/regulation/schema.ts'
import { TEXT_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { capitalised } from '#lib/ui/format.ts'
import type { LedgerWords, Wording } from '#lib/ui/words/regulation.ts'
import { asOfferForm, type Field, type Given, type OfferViews, type StatementForm } from './form.ts'

/** `lastDay`: null until somebody chooses a day, '' once they have cleared it. `listed`: a ground that the regulation lists. */
interface Closing {
	reason: string
	listed: string
	ground: string
	conclusion: string
	lastDay: IsoDate | '' | null
}

type GivenClosure = Given<Closing, { reasons: readonly CompletionReason[] }>

/** What follows from the chosen reason. */
interface Chosen {
	reason: CompletionReason | undefined
	needs: CompletionReason['needs']
	isDated: boolean
	bounds: Required<DayBounds>
	lastDay: IsoDate | null
	grounds: readonly string[]
	/** '': not chosen, or the regulation lists none. */
	listed: string
}

function chosenIn(given: GivenClosure): Chosen {
	const { typed, subject, ledger, role, today } = given
	const reason =
		subject.reasons.find(({ id }) => id === typed.reason) ??
		beginningReason(subject.reasons, (one) => refusalOf(given, one))
	const needs = reason?.needs ?? 'ground'
	const bounds = lastDayBounds(ledger, { needs }, role, today)
	const grounds = needs === 'ground' ? (listedGrounds(reason)?.grounds ?? []) : []
	return {
		reason,
		needs,
		isDated: needs === 'statement' || needs === 'notice',
		bounds,
		lastDay: lastDayOf(typed.lastDay, needs, bounds.min),
		grounds,
		listed: grounds.find((one) => one === typed.listed) ?? ''
	}
}

/** Why the plan does not allow this reason yet, before a conclusion is written. */
function refusalOf({ decisions, role }: GivenClosure, { id, needs }: CompletionReason): string | null {
	if (needs !== 'plan') return null
	const matter = { type: 'closure' as const, reasonId: id, ground: null, lastDay: null, conclusion: '—' }
	return decisions.check(role, { type: 'raise', matter })
}

const form: StatementForm<Closing, { reasons: readonly CompletionReason[] }> = {
	key: ({ decisions }) => `closure:${decisions.state.programId}`,
	blank: { reason: '', listed: '', ground: '', conclusion: '', lastDay: null },
	fields: (given) => {
		const { subject, ledger, role, today } = given
		const { reason, needs, isDated, bounds, lastDay, grounds, listed } = chosenIn(given)
		const early = reason === undefined || statementOf(given) !== null ? null : refusalOf(given, reason)
		// Without the mentor's asking, the order is a notice to them.
		const paidUntil = reason?.needs === 'ground' && hasMentorInPay(ledger) ? lastPaidDay(ledger, role, today) : null
		const dated: Field[] = [
			{
				widget: 'day',
				name: 'lastDay',
				label: m.decision_last_day(),
				value: lastDay,
				...bounds,
				required: true,
				emptied: '',
				...(bounds.min !== today && { hint: m.decision_last_day_hint({ day: formatDay(bounds.min) }) })
			}
		]
		return [
			{
				widget: 'choice',
				name: 'reason',
				label: m.decision_closure_reason(),
				options: [
					...(reason === undefined ? [{ value: '', label: '—' }] : []),
					...subject.reasons.map(({ id, wording }) => ({ value: id, label: wording }))
				],
				value: reason?.id ?? '',
				required: true
			},
			...smallWords(grounds.length === 0 ? (reason?.wording ?? null) : null),
			...(early === null ? [] : [{ widget: 'warning' as const, text: m.decision_would_refuse({ reason: early }) }]),
			...smallWords(paidUntil === null ? null : m.decision_closure_paid_until({ day: formatDay(paidUntil) })),
			...(isDated ? dated : []),
			...(grounds.length > 0
				? [
						{
							widget: 'choice' as const,
							name: 'listed',
							label: m.decision_closure_listed(),
							options: ['', ...grounds].map((one) => ({ value: one, label: one === '' ? '—' : capitalised(one) })),
							value: listed,
							required: true
						}
					]
				: []),
			...(reason === undefined || needs === 'plan'
				? []
				: [
						{
							widget: 'text' as const,
							name: 'ground',
							label: groundLabel(grounds.length > 0, needs === 'ground'),
							maxlength: TEXT_LETTERS - groundPrefix(listed).length,
							required: needs === 'ground'
						}
					]),
			{
				widget: 'text',
				name: 'conclusion',
				label: m.decision_conclusion(),
				hint: m.decision_conclusion_hint(),
				required: true
			}
		]
	},
	statement: statementOf,
	submit: (given) => {
		const { needs, isDated } = chosenIn(given)
		if (needs === 'statement') return m.decision_departure_say()
		return isDated ? m.decision_notice_say() : m.decision_closure_say()
	},
	confirm: (given) => {
		const { needs, lastDay } = chosenIn(given)
		return closureQuestion(needs, lastDay, given.today)
	},
	isDanger: true
}

function groundLabel(areCircumstances: boolean, isRequired: boolean): string {
	if (areCircumstances) return m.decision_closure_circumstances()
	return isRequired ? m.decision_ground() : m.specialist_ground()
}

function smallWords(text: string | null): Field[] {
	return text === null ? [] : [{ widget: 'small words', text }]
}

function statementOf(given: GivenClosure) {
	const [ground, conclusion] = [given.typed.ground.trim(), given.typed.conclusion.trim()]
	const { reason, needs, isDated, lastDay, grounds, listed } = chosenIn(given)
	if (reason === undefined || conclusion === '' || (grounds.length > 0 && listed === '')) return null
	if ((needs === 'ground' && ground === '') || (isDated && lastDay === null)) return null
	return {
		type: 'raise' as const,
		matter: {
			type: 'closure' as const,
			reasonId: reason.id,
			ground: ground === '' ? null : groundPrefix(listed) + ground,
			lastDay,
			conclusion
		}
	}
}

export const closureOffers: OfferViews<'closure'> = {
	closure: {
		label: () => m.decision_offer_closure(),
		hint: () => m.decision_offer_closure_hint(),
		icon: Flag,
		form: asOfferForm(form)
	}
}

export function closureSaid(
	{ reasonId, ground, lastDay, conclusion }: DecisionOf<'closure'>,
	{ regulation }: Wording
): LedgerWords {
	const reason = regulation?.completion.find(({ id }) => id === reasonId)?.wording ?? reasonId
	const parts = [
		ground,
		lastDay === null ? null : m.decision_type_last_day({ day: formatDay(lastDay) }),
		m.decision_type_conclusion({ text: conclusion })
	]
	// Regulations word a reason «Завершение плана…»: the word is not said twice.
	const text = reason.startsWith('Завершение') ? reason : m.decision_type_closure({ reason })
	return { text, detail: joinSentences(parts.filter((part) => part !== null)) }
}

/** People end their text with a full stop, or without. */
function joinSentences(sentences: readonly string[]): string {
	return sentences.reduce((joinedText, next) => `${joinedText}${/[.!?…]$/.test(joinedText) ? '' : '.'} ${next}`)
}

/** `chosen`: null until somebody chooses a day, '' once they have cleared it. A departure is on the earliest day until then. */
export function lastDayOf(
	chosen: IsoDate | '' | null,
	needs: CompletionReason['needs'],
	earliest: IsoDate
): IsoDate | null {
	if (needs !== 'statement' && needs !== 'notice') return null
	return chosen === null && needs === 'statement' ? earliest : chosen || null
}

/**
 * The reason that a form begins with: the fulfilled plan where nothing refuses it, or the only one. Others say something about people, so
 * the person chooses them.
 */
export function beginningReason<Reason extends Pick<CompletionReason, 'needs'>>(
	reasons: readonly Reason[],
	refusalOf: (reason: Reason) => string | null
): Reason | undefined {
	if (reasons.length === 1) return reasons[0]
	return reasons.find((reason) => reason.needs === 'plan' && refusalOf(reason) === null)
}

/** What the ground begins with if the regulation lists grounds: «Форс-мажор: ». `listed` is empty where it lists none. */
export function groundPrefix(listed: string): string {
	return listed === '' ? '' : `${capitalised(listed)}: `
}

/** The question before the programme is closed. */
export function closureQuestion(
	needs: CompletionReason['needs'],
	lastDay: IsoDate | null,
	today: IsoDate
): { title: string; text: string } {
	switch (needs) {
		case 'statement':
			return {
				title: m.decision_departure_sure_title(),
				text:
					lastDay === today
						? m.decision_departure_sure_now()
						: m.decision_departure_sure({ day: formatDay(lastDay ?? today) })
			}
		case 'notice':
			return { title: m.decision_notice_sure_title(), text: m.decision_notice_sure() }
		case 'plan':
		case 'ground':
			return { title: m.decision_closure_sure_title(), text: m.decision_closure_sure() }
	}
}

/** The question before a notice is taken note of. */
export function noteQuestion(isDeparture: boolean, name: string): { title: string; text: string } {
	return {
		title: m.decision_note_sure_title(),
		text: isDeparture ? m.decision_departure_note_sure({ name }) : m.decision_note_sure({ name })
	}
}
