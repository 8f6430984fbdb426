/** Remarks, their answers, a mentee's feedback at the end, and activities that a mentor accepts. */
import MessageSquare from '@lucide/svelte/icons/message-square'
import NotebookPen from '@lucide/svelte/icons/notebook-pen'
import type { SaidOf } from '#domain/ledger/statements/row.ts'
import { m } from '#lib/paraglide/messages.js'
import { staffWords } from '#lib/ui/words/regulation.ts'
import { asOfferForm, type OfferViews, type StatementForm, type StatementViews } from './form.ts'

/** `about`: an activity of the plan with its title, or a decision; absent: the programme as a whole. */
export const remarkForm: StatementForm<{ text: string }, { about?: { id: string; title?: string } }> = {
	key: ({ decisions, subject }) => ['remark', decisions.state.programId, subject.about?.id ?? ''].join(':'),
	blank: { text: '' },
	fields: () => [
		{
			widget: 'text',
			name: 'text',
			label: m.decision_remark_label(),
			hint: m.decision_remark_hint(),
			required: true
		}
	],
	statement: ({ typed, subject: { about } }) => {
		const text = typed.text.trim()
		return text === '' ? null : { type: 'remark', about: about?.id ?? null, title: about?.title, text }
	},
	submit: () => m.decision_remark_say()
}

export const answerForm: StatementForm<{ text: string }, { remarkId: string }> = {
	key: ({ subject }) => `answer:${subject.remarkId}`,
	blank: { text: '' },
	fields: () => [{ widget: 'text', name: 'text', label: m.decision_answer_label(), required: true }],
	statement: ({ typed, subject: { remarkId } }) => {
		const text = typed.text.trim()
		return text === '' ? null : { type: 'answer', remarkId, text }
	},
	submit: () => m.decision_answer()
}

type Feedback = Omit<SaidOf<'feedback'>, 'type'>

const feedbackLabels: Readonly<Record<keyof Feedback, () => string>> = {
	achieved: m.feedback_achieved,
	notAchieved: m.feedback_not_achieved,
	helped: m.feedback_helped
}
const feedbackFields = Object.keys(feedbackLabels) as (keyof Feedback)[]

/** Begins with what the mentee wrote before: the newer one replaces it. */
export const feedbackForm: StatementForm<Record<keyof Feedback, string>, object> = {
	key: ({ decisions }) => `feedback:${decisions.state.programId}`,
	blank: ({ decisions: { state }, ledger }) => {
		const unsent = state.waiting.flatMap(({ statement }) => (statement.type === 'feedback' ? statement : []))
		const former = unsent.at(-1) ?? ledger.feedback.find(({ by }) => by.personId === state.personId)
		return {
			achieved: former?.achieved ?? '',
			notAchieved: former?.notAchieved ?? '',
			helped: former?.helped ?? ''
		}
	},
	fields: ({ decisions }) => [
		{ widget: 'small words', text: m.feedback_about(staffWords(decisions.wording)) },
		...feedbackFields.map((name) => ({ widget: 'text' as const, name, label: feedbackLabels[name]() }))
	],
	statement: ({ typed }) => {
		const textOf = (name: keyof Feedback) => typed[name].trim() || null
		if (feedbackFields.every((name) => textOf(name) === null)) return null
		return {
			type: 'feedback',
			achieved: textOf('achieved'),
			notAchieved: textOf('notAchieved'),
			helped: textOf('helped')
		}
	},
	submit: () => m.feedback_say(),
	unfilled: () => m.feedback_unfilled()
}

export const remarkOffers: OfferViews<'remark' | 'feedback'> = {
	remark: {
		label: () => m.decision_offer_remark(),
		hint: () => m.decision_offer_remark_hint(),
		icon: MessageSquare,
		form: asOfferForm(remarkForm)
	},
	feedback: {
		label: ({ isFirst }) => (isFirst ? m.decision_offer_feedback() : m.decision_offer_feedback_again()),
		hint: () => m.decision_offer_feedback_hint(),
		icon: NotebookPen,
		form: asOfferForm(feedbackForm)
	}
}

export const remarkViews: StatementViews<'remark' | 'answer' | 'feedback' | 'accept-activity'> = {
	remark: { said: ({ text }) => ({ text: m.decision_said_remark(), detail: text }) },
	answer: { said: ({ text }) => ({ text: m.decision_said_answer(), detail: text }) },
	feedback: {
		said: (given) => ({
			text: m.decision_said_feedback(),
			detail: feedbackFields
				.flatMap((name) => (given[name] === null ? [] : `${feedbackLabels[name]()}: ${given[name]}`))
				.join('\n')
		})
	},
	'accept-activity': { said: ({ title }) => ({ text: m.decision_said_accept({ title }), detail: '' }) }
}
