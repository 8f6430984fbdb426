/** The request for a mentor and the proposal of one; screens of their own make them. */
import FileX from '@lucide/svelte/icons/file-x'
import UserX from '@lucide/svelte/icons/user-x'
import { m } from '#lib/paraglide/messages.js'
import { categoryWords } from '#lib/ui/words/ledger.ts'
import { formsInWords, municipalCuratorWords, namesOf, personOf } from '#lib/ui/words/regulation.ts'
import { asOfferForm, groundField, type OfferViews, type StatementForm, type StatementViews } from './form.ts'

const withdrawForm: StatementForm<{ ground: string }, object> = {
	key: ({ decisions }) => `withdraw-request:${decisions.state.programId}`,
	blank: { ground: '' },
	fields: () => [{ widget: 'words', text: m.decision_withdraw_request_about() }, groundField()],
	statement: ({ typed }) => {
		const ground = typed.ground.trim()
		return ground === '' ? null : { type: 'withdraw-request', ground }
	},
	submit: () => m.decision_offer_withdraw_request(),
	isDanger: true
}

export const refuseForm: StatementForm<{ ground: string }, object> = {
	key: ({ decisions }) => `refuse-proposal:${decisions.state.programId}`,
	blank: { ground: '' },
	fields: ({ decisions }) => [
		{
			widget: 'words',
			text: m.decision_refuse_proposal_about({ curator: municipalCuratorWords(decisions.wording) })
		},
		{ widget: 'text', name: 'ground', label: m.decision_refuse_proposal_ground() }
	],
	statement: ({ typed, ledger }) => ({
		type: 'refuse-proposal',
		proposalId: ledger.proposal?.id ?? '',
		ground: typed.ground.trim() || null
	}),
	submit: () => m.decision_offer_refuse_proposal(),
	isDanger: true
}

export const formingOffers: OfferViews<'refuse-proposal' | 'withdraw-request'> = {
	'refuse-proposal': {
		label: () => m.decision_offer_refuse_proposal(),
		hint: (_, wording) => m.decision_offer_refuse_proposal_hint({ curator: municipalCuratorWords(wording) }),
		icon: UserX,
		form: asOfferForm(refuseForm)
	},
	'withdraw-request': {
		label: () => m.decision_offer_withdraw_request(),
		hint: () => m.decision_offer_withdraw_request_hint(),
		icon: FileX,
		form: asOfferForm(withdrawForm)
	}
}

export const formingViews: StatementViews<
	'request' | 'withdraw-request' | 'fulfil-request' | 'propose' | 'refuse-proposal' | 'except'
> = {
	request: {
		said: (statement, wording) => {
			const { menteeIds } = statement
			const [people, category] = [namesOf(menteeIds, wording), categoryWords(statement, wording)]
			const about = m.decision_said_request_detail({ count: menteeIds.length, people, category }).trim()
			const difficulties = statement.difficulties.join('; ')
			return {
				text: m.decision_said_request({ request: statement.mainRequest }),
				detail: difficulties === '' ? about : `${about}\n${m.decision_said_request_difficulties({ difficulties })}`
			}
		}
	},
	'withdraw-request': { said: ({ ground }) => ({ text: m.decision_said_withdraw_request(), detail: ground }) },
	'fulfil-request': {
		said: ({ title }) => ({
			text: m.decision_said_fulfil_request(),
			detail: m.decision_said_fulfil_request_detail({ title })
		})
	},
	propose: {
		said: ({ mentorIds, title, forms, formsBasis }, wording) => ({
			text: (mentorIds.length > 1 ? m.decision_said_propose_many : m.decision_said_propose)({
				people: namesOf(mentorIds, wording)
			}),
			detail: [
				m.decision_said_propose_detail({ title, forms: formsInWords(forms) }),
				...(formsBasis === undefined ? [] : [m.decision_said_propose_basis({ basis: formsBasis })])
			].join('\n')
		})
	},
	'refuse-proposal': { said: ({ ground }) => ({ text: m.decision_said_refuse_proposal(), detail: ground ?? '' }) },
	except: {
		said: ({ mentorId, ground }, { nameOf }) => ({
			text: m.decision_said_except({ name: personOf(mentorId, nameOf) }),
			detail: ground
		})
	}
}
