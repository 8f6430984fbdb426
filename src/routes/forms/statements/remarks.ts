/** Remarks, their answers, and activities that a mentor accepts. */
import MessageSquare from '@lucide/svelte/icons/message-square'
import { m } from '#lib/paraglide/messages.js'
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

export const remarkOffers: OfferViews<'remark'> = {
	remark: {
		label: () => m.decision_offer_remark(),
		hint: () => m.decision_offer_remark_hint(),
		icon: MessageSquare,
		form: asOfferForm(remarkForm)
	}
}

export const remarkViews: StatementViews<'remark' | 'answer' | 'accept-activity'> = {
	remark: { said: ({ text }) => ({ text: m.decision_said_remark(), detail: text }) },
	answer: { said: ({ text }) => ({ text: m.decision_said_answer(), detail: text }) },
	'accept-activity': { said: ({ title }) => ({ text: m.decision_said_accept({ title }), detail: '' }) }
}
