/** Consents: a sheet of their own asks for them (`ConsentSheet.svelte`); here they are withdrawn, and the withdrawal is settled. */
import FilePenLine from '@lucide/svelte/icons/file-pen-line'
import FileX from '@lucide/svelte/icons/file-x'
import type { ConsentWithdrawal } from '#domain/ledger/ledger.ts'
import type { ConsentKind } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import { personOf, roleWords } from '#lib/ui/words/regulation.ts'
import { withdrawalFollows } from '../../decisions/[programId]/settlement.ts'
import { asOfferForm, type OfferViews, type StatementForm, type StatementViews } from './form.ts'

const withdrawForm: StatementForm<object, { kind: ConsentKind }> = {
	key: ({ decisions, subject }) => `withdraw-consent:${decisions.state.programId}:${subject.kind}`,
	blank: {},
	fields: ({ decisions, subject: { kind }, role, ledger, today }) => {
		const { personId, roles } = decisions.state
		const canReturn = ledger.phase !== 'closed' && roles.includes(role)
		const curator = roleWords('curator', decisions.wording)
		return [
			...withdrawalFollows(ledger, { personId, kind, today, curator }),
			canReturn ? m.decision_consent_withdraw_about() : m.decision_consent_withdraw_former()
		].map((text) => ({ widget: 'words', text }))
	},
	statement: ({ subject: { kind } }) => ({ type: 'withdraw-consent', kind }),
	submit: () => m.decision_consent_withdraw(),
	isDanger: true
}

/** `decision`: '' while none is chosen; there is no preselected one. */
export const settlementForm: StatementForm<{ decision: string; ground: string }, ConsentWithdrawal> = {
	key: ({ subject }) => `withdrawal:${subject.id}`,
	blank: { decision: '', ground: '' },
	fields: ({ typed: { decision } }) => [
		{
			widget: 'choice',
			name: 'decision',
			label: m.decision_withdrawal_decision(),
			required: true,
			options: [
				...(decision === '' ? [{ value: '', label: m.decision_withdrawal_choose() }] : []),
				{ value: 'stopped', label: m.decision_withdrawal_stopped() },
				{ value: 'other-ground', label: m.decision_withdrawal_goes_on() }
			]
		},
		{
			widget: 'text',
			name: 'ground',
			label: decision === 'other-ground' ? m.decision_withdrawal_ground() : m.decision_withdrawal_done(),
			required: true
		}
	],
	statement: ({ typed, subject: { id, personId } }) => {
		const { decision } = typed
		const ground = typed.ground.trim()
		if (ground === '' || (decision !== 'stopped' && decision !== 'other-ground')) return null
		return { type: 'settle-consent-withdrawal', withdrawalId: id, personId, decision, ground }
	},
	submit: () => m.decision_withdrawal_settle(),
	confirm: () => ({ title: m.decision_withdrawal_sure_title(), text: m.decision_withdrawal_sure() })
}

export const consentOffers: OfferViews<'consent' | 'withdraw-consent'> = {
	consent: {
		label: ({ kind }) => m.decision_offer_consent({ kind: consentKindWords[kind]() }),
		hint: ({ isDemanded }) => (isDemanded ? m.decision_offer_consent_demanded() : m.decision_offer_consent_hint()),
		icon: FilePenLine,
		form: null
	},
	'withdraw-consent': {
		label: ({ kind }) => m.decision_offer_withdraw_consent({ kind: consentKindWords[kind]() }),
		hint: () => m.decision_offer_withdraw_consent_hint(),
		icon: FileX,
		form: asOfferForm(withdrawForm)
	}
}

export const consentViews: StatementViews<'consent' | 'withdraw-consent' | 'settle-consent-withdrawal'> = {
	consent: {
		said: ({ kind, representative }) => ({
			text: m.decision_said_consent({ kind: consentKindWords[kind]() }),
			detail: representative === null ? '' : m.decision_said_representative({ name: representative })
		})
	},
	'withdraw-consent': {
		said: ({ kind }) => ({ text: m.decision_said_withdraw_consent({ kind: consentKindWords[kind]() }), detail: '' })
	},
	'settle-consent-withdrawal': {
		said: ({ personId, decision, ground }, { nameOf }) => {
			const said = decision === 'stopped' ? m.decision_said_processing_stopped : m.decision_said_processing_goes_on
			return { text: said({ name: personOf(personId, nameOf) }), detail: ground }
		}
	}
}
