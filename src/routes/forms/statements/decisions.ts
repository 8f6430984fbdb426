/**
 * Decisions, which need signatures: petitions to extend or change the programme (domain.md T44), to be released (T35), to have another
 * mentor (T37), to leave or join a group (T13, T40, T42); and what is said about a decision. The order has a screen of its own, an
 * edition, too; `closure.ts` closes the programme.
 */
import CalendarPlus from '@lucide/svelte/icons/calendar-plus'
import LogOut from '@lucide/svelte/icons/log-out'
import PencilRuler from '@lucide/svelte/icons/pencil-ruler'
import Stamp from '@lucide/svelte/icons/stamp'
import UserMinus from '@lucide/svelte/icons/user-minus'
import UserPlus from '@lucide/svelte/icons/user-plus'
import UsersRound from '@lucide/svelte/icons/users-round'
import { type IsoDate, lastDayOfTerm, measureSpan } from '#domain/calendar.ts'
import { findReplaced } from '#domain/ledger/apply-decision.ts'
import { lastingMenteeIds, type Ledger, menteeIdsOf, mentorIdsOf } from '#domain/ledger/ledger.ts'
import { formsToChoose, withGroup } from '#domain/ledger/checks.ts'
import type { Decision } from '#domain/ledger/statement.ts'
import type { Offer } from '#domain/ledger/statements/all.ts'
import type { DecisionOf } from '#domain/ledger/statements/row.ts'
import { formsToGoOnIn } from '#domain/ledger/statements/members.ts'
import type { MentoringForm, Regulation } from '#domain/regulation/schema.ts'
import { unbrokenNumber } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { monthsOfWords, monthsWords } from '#lib/ui/words/ledger.ts'
import {
	formsInWords,
	formWords,
	type LedgerWords,
	municipalCuratorWords,
	personOf,
	roleWords,
	staffWords,
	type Wording
} from '#lib/ui/words/regulation.ts'
import BankMenteeField from './BankMenteeField.svelte'
import type { JoinDraft } from './join-draft.ts'
import ShortAppointments from './ShortAppointments.svelte'
import { isNewTerm, newTermBounds } from '../../decisions/[programId]/words.ts'
import { closureSaid } from './closure.ts'
import {
	asOfferForm,
	type Field,
	type Given,
	groundField,
	mentorFields,
	type OfferViews,
	ownField,
	type StatementForm,
	type StatementView,
	type StatementViews
} from './form.ts'

/** What every petition has in common: it is raised, signed by others after this person, and may replace an open one. */
function petition<Typed extends object, Subject extends { type: Decision['type'] }>(parts: {
	blank: Typed
	fields: (given: Given<Typed, Subject>) => readonly Field[]
	decision: (given: Given<Typed, Subject>) => Decision | null
	canReplace?: boolean
}): StatementForm<Typed, Subject> {
	return {
		key: ({ subject, decisions }) => `${subject.type}:${decisions.state.programId}`,
		blank: parts.blank,
		fields: parts.fields,
		statement: (given) => {
			const decision = parts.decision(given)
			return decision === null ? null : { type: 'raise', matter: decision }
		},
		submit: () => m.decision_petition_say(),
		confirm: (given) => {
			const { decisions, role, ledger } = given
			const decision = parts.decision(given)
			const people = decisions.signersAfter(role, decision)
			const by = { personId: decisions.state.personId, name: '', role }
			const replaced =
				decision === null || parts.canReplace !== true ? null : findReplaced(ledger, { matter: decision, raisedBy: by })
			if (replaced === null)
				return { title: m.decision_petition_sure_title(), text: m.decision_petition_sure({ people }) }
			const before = decisionWords(replaced.matter, decisions.wording).text
			return { title: m.decision_petition_replace_title(), text: m.decision_petition_replace({ before, people }) }
		}
	}
}

const extendForm = petition<{ months: string; ground: string }, OfferOf<'extend'>>({
	blank: { months: '', ground: '' },
	fields: ({ typed, ledger }) => [...newTermFields(typed.months, ledger), groundField()],
	decision: ({ typed, ledger }) => {
		const [months, ground] = [Number(typed.months), typed.ground.trim()]
		// The field itself shows its error.
		if (ground === '' || typed.months === '' || !isNewTerm(months, ledger.term?.months ?? 0)) return null
		return { type: 'extend', termMonths: months, ground }
	},
	canReplace: true
})

/** The new length of the programme beside the current one, and whose appointment would end before (domain.md T28, T44). */
function newTermFields(typed: string, { term }: Ledger): Field[] {
	if (term === null) return []
	const months = typed === '' ? null : Number(typed)
	const isTaken = months !== null && isNewTerm(months, term.months)
	const lastDay = (count: number) => formatDay(lastDayOfTerm(term.startsOn, count))
	return [
		{
			widget: 'words',
			text: m.decision_new_term_now({ term: monthsWords(term.months), day: lastDay(term.months) })
		},
		{
			widget: 'count',
			name: 'months',
			label: m.decision_new_term(),
			required: true,
			error: months === null || isTaken ? null : m.decision_new_term_range(newTermBounds(term.months)),
			...(isTaken && { hint: m.decision_new_term_ends({ day: lastDay(months) }) })
		},
		...(isTaken ? [ownField('short', ShortAppointments, { termMonths: months })] : [])
	]
}

const changeForm = petition<{ what: string; forms: MentoringForm[]; ground: string }, OfferOf<'change'>>({
	blank: { what: '', forms: [], ground: '' },
	fields: ({ ledger, regulation }) => [
		{ widget: 'text', name: 'what', label: m.decision_change_what(), required: true },
		{
			widget: 'checks',
			name: 'forms',
			label: m.decision_change_forms(),
			hint: m.decision_change_forms_hint(),
			options: formOptions(
				formsToChoose(regulation?.forms.value ?? [], menteeIdsOf(ledger).length, mentorIdsOf(ledger).length)
			)
		},
		groundField()
	],
	decision: ({ typed, ledger }) => {
		const [what, ground] = [typed.what.trim(), typed.ground.trim()]
		if (what === '' || ground === '') return null
		const forms = typed.forms.length === 0 ? null : [...withGroup(typed.forms, menteeIdsOf(ledger).length)]
		return { type: 'change', what, forms, ground }
	},
	canReplace: true
})

function formOptions(forms: readonly MentoringForm[]): { value: MentoringForm; label: string }[] {
	return forms.map((value) => ({ value, label: formWords[value]() }))
}

const mentorForm = petition<{ mentor: string; ground: string }, OfferOf<'release'> | OfferOf<'replace'>>({
	blank: { mentor: '', ground: '' },
	fields: ({ typed, subject: { mentorIds }, decisions }) => [
		...mentorFields(mentorIds, typed.mentor || (mentorIds[0] ?? ''), decisions),
		groundField()
	],
	decision: ({ typed, subject: { type, mentorIds } }) => {
		const ground = typed.ground.trim()
		return ground === '' ? null : { type, mentorId: typed.mentor || (mentorIds[0] ?? ''), ground }
	},
	canReplace: true
})

/** A mentee who remains alone goes on in other forms (domain.md T13). */
const leaveForm = petition<{ mentee: string; forms: MentoringForm[]; ground: string }, OfferOf<'leave'>>({
	blank: { mentee: '', forms: [], ground: '' },
	fields: ({ typed, subject: { menteeIds }, decisions, ledger, regulation }) => {
		const { isOneLeft, options, forms } = formsLeft(ledger, regulation, typed.forms)
		const { nameOf } = decisions.wording
		return [
			...(menteeIds.length > 1
				? [
						{
							widget: 'choice' as const,
							name: 'mentee',
							label: m.decision_leave_who(),
							options: menteeIds.map((id) => ({ value: id, label: personOf(id, nameOf) })),
							value: typed.mentee || (menteeIds[0] ?? '')
						}
					]
				: []),
			...(isOneLeft
				? [
						{
							widget: 'checks' as const,
							name: 'forms',
							label: m.decision_leave_forms(),
							hint: m.decision_leave_forms_hint(),
							options: formOptions(options),
							value: forms,
							required: true
						}
					]
				: []),
			groundField()
		]
	},
	decision: ({ typed, subject: { menteeIds }, ledger, regulation }) => {
		const { isOneLeft, forms } = formsLeft(ledger, regulation, typed.forms)
		const ground = typed.ground.trim()
		if (ground === '' || (isOneLeft && forms.length === 0)) return null
		const menteeId = typed.mentee || (menteeIds[0] ?? '')
		return { type: 'leave', menteeId, forms: isOneLeft ? [...forms] : null, ground }
	}
})

/** Restored input may contain forms that are not offered now. */
function formsLeft(ledger: Ledger, regulation: Regulation | null, typed: readonly MentoringForm[]) {
	const options = regulation === null ? [] : formsToGoOnIn(ledger, regulation)
	return {
		isOneLeft: lastingMenteeIds(ledger).length === 2,
		options,
		forms: options.filter((form) => typed.includes(form))
	}
}

const joinForm: StatementForm<JoinDraft, object> = {
	key: ({ decisions }) => `join:${decisions.state.programId}`,
	blank: { mentee: '', name: '', mainRequest: '', brought: '' },
	fields: ({ typed }) => [ownField('mentee', BankMenteeField, { draft: typed })],
	statement: ({ typed }) => {
		const mainRequest = typed.mainRequest.trim()
		if (typed.mentee === '' || mainRequest === '') return null
		return { type: 'raise', matter: { type: 'join', menteeId: typed.mentee, mainRequest } }
	},
	submit: () => m.decision_join_say(),
	confirm: ({ typed: { name }, decisions }) => ({
		title: m.decision_join_sure_title(),
		text: m.decision_join_sure({ name, head: roleWords('head', decisions.wording) })
	}),
	seen: ({ typed }) => ({ people: [{ id: typed.mentee, name: typed.name }] })
}

export const declineForm: StatementForm<{ ground: string }, { decisionId: string }> = {
	key: ({ subject }) => `decline:${subject.decisionId}`,
	blank: { ground: '' },
	fields: () => [{ widget: 'words', text: m.decision_decline_about() }, groundField()],
	statement: ({ typed, subject }) => {
		const ground = typed.ground.trim()
		return ground === '' ? null : { type: 'decline', matterId: subject.decisionId, ground }
	},
	submit: () => m.decision_decline(),
	isDanger: true
}

type OfferOf<Type extends Offer['type']> = Extract<Offer, { type: Type }>

export const decisionOffers: OfferViews<'edition' | 'extend' | 'change' | 'release' | 'replace' | 'leave' | 'join'> = {
	edition: {
		label: () => m.decision_editions_title(),
		hint: () => m.decision_offer_edition_hint(),
		icon: Stamp,
		form: null
	},
	extend: {
		label: () => m.decision_offer_extend(),
		hint: (_, wording) => {
			const { curator, head } = staffWords(wording)
			return (wording.isGroup ? m.decision_offer_extend_hint_group : m.decision_offer_extend_hint)({ curator, head })
		},
		icon: CalendarPlus,
		form: asOfferForm(extendForm)
	},
	change: {
		label: () => m.decision_offer_change(),
		hint: () => m.decision_offer_change_hint(),
		icon: PencilRuler,
		form: asOfferForm(changeForm)
	},
	release: {
		label: () => m.decision_offer_release(),
		hint: () => m.decision_offer_release_hint(),
		icon: LogOut,
		form: asOfferForm(mentorForm)
	},
	replace: {
		label: () => m.decision_offer_replace(),
		hint: (_, wording) => m.decision_offer_replace_hint({ curator: municipalCuratorWords(wording) }),
		icon: UsersRound,
		form: asOfferForm(mentorForm)
	},
	leave: {
		label: () => m.decision_offer_leave(),
		hint: () => m.decision_offer_leave_hint(),
		icon: UserMinus,
		form: asOfferForm(leaveForm)
	},
	join: {
		label: () => m.decision_offer_join(),
		hint: () => m.decision_offer_join_hint(),
		icon: UserPlus,
		form: asOfferForm(joinForm)
	}
}

const decisionViews: { [Type in Decision['type']]: StatementView<DecisionOf<Type>> } = {
	order: {
		said: (order, { isGroup = false, programStartsOn }) => ({
			text: isGroup ? m.decision_type_order_group() : m.decision_type_order(),
			detail: m.decision_type_order_detail({
				day: formatDay(order.startsOn),
				term: orderTermWords(order, programStartsOn),
				pay: order.pay
			})
		})
	},
	extend: {
		said: ({ termMonths, ground }) => ({
			text: m.decision_type_extend({ term: monthsOfWords(termMonths) }),
			detail: ground
		})
	},
	change: { said: ({ what, ...more }) => ({ text: m.decision_type_change({ what }), detail: groundAndForms(more) }) },
	release: {
		said: ({ mentorId, ground }, { nameOf }) => ({
			text: m.decision_type_release({ name: personOf(mentorId, nameOf) }),
			detail: ground
		})
	},
	replace: {
		said: ({ mentorId, ground }, { nameOf }) => ({
			text: m.decision_type_replace({ name: personOf(mentorId, nameOf) }),
			detail: ground
		})
	},
	leave: {
		said: ({ menteeId, ...more }, { nameOf }) => ({
			text: m.decision_type_leave({ name: personOf(menteeId, nameOf) }),
			detail: groundAndForms(more)
		})
	},
	join: {
		said: ({ menteeId, mainRequest }, { nameOf }) => ({
			text: m.decision_type_join({ name: personOf(menteeId, nameOf) }),
			detail: mainRequest
		})
	},
	edition: {
		said: ({ hash }) => ({
			text: m.decision_type_edition(),
			detail: m.decision_type_edition_detail({ hash: hash.slice(0, 8) })
		})
	},
	closure: { said: closureSaid }
}

/** A decision in words. */
export function decisionWords(decision: Decision, wording: Wording): LedgerWords {
	const view: StatementView<never> = decisionViews[decision.type]
	return view.said(decision as never, wording)
}

function groundAndForms({ forms, ground }: { forms: readonly MentoringForm[] | null; ground: string }): string {
	return forms === null ? ground : m.decision_type_change_forms({ forms: formsInWords(forms), ground })
}

/** The term of whom the order adds: a successor has what is left of the programme (domain.md T44). */
function orderTermWords({ startsOn, termMonths }: DecisionOf<'order'>, programStartsOn: IsoDate | undefined): string {
	const { months, days } = measureSpan(startsOn, lastDayOfTerm(programStartsOn ?? startsOn, termMonths))
	const parts = [months > 0 ? monthsWords(months) : '', days > 0 ? m.program_term_days({ count: days }) : '']
	return parts.filter((part) => part !== '').join(' ')
}

export const decisionStatementViews: StatementViews<
	'raise' | 'sign' | 'decline' | 'withdraw-matter' | 'register' | 'present' | 'acquaint'
> = {
	raise: { said: ({ matter }, wording) => decisionWords(matter, wording) },
	sign: { said: () => ({ text: m.decision_said_sign(), detail: '' }) },
	decline: { said: ({ ground }) => ({ text: m.decision_said_decline(), detail: ground }) },
	'withdraw-matter': { said: () => ({ text: m.decision_said_withdraw(), detail: '' }) },
	register: {
		said: ({ number, on }) => ({
			text: m.decision_said_register({ number: unbrokenNumber(number), day: formatDay(on) }),
			detail: ''
		})
	},
	present: {
		said: ({ isPositive, presentedOn, conclusion }) => {
			const words = isPositive ? m.decision_said_present_positive : m.decision_said_present_negative
			return { text: words({ day: formatDay(presentedOn) }), detail: conclusion }
		}
	},
	acquaint: { said: () => ({ text: m.decision_said_acquaint(), detail: '' }) }
}
