import type { Offer } from '#domain/ledger/statements/all.ts'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import { municipalCuratorWords, staffWords, type Wording } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'

/** Label and hint of an offer; `wording`: of the offer's programme. */
export function offerWords(offer: Offer, wording: Wording): { label: string; hint: string } {
	const { curator, head } = staffWords(wording)
	const proposer = municipalCuratorWords(wording)
	switch (offer.type) {
		case 'remark':
			return { label: m.decision_offer_remark(), hint: m.decision_offer_remark_hint() }
		case 'ask-consultation':
			return { label: m.consultation_ask(), hint: m.consultation_ask_hint() }
		case 'refuse-proposal':
			return {
				label: m.decision_offer_refuse_proposal(),
				hint: m.decision_offer_refuse_proposal_hint({ curator: proposer })
			}
		case 'withdraw-request':
			return { label: m.decision_offer_withdraw_request(), hint: m.decision_offer_withdraw_request_hint() }
		case 'edition':
			return { label: m.decision_offer_edition(), hint: m.decision_offer_edition_hint() }
		case 'extend':
			return {
				label: m.decision_offer_extend(),
				hint: (wording.isGroup ? m.decision_offer_extend_hint_group : m.decision_offer_extend_hint)({ curator, head })
			}
		case 'change':
			return { label: m.decision_offer_change(), hint: m.decision_offer_change_hint() }
		case 'release':
			return { label: m.decision_offer_release(), hint: m.decision_offer_release_hint() }
		case 'replace':
			return { label: m.decision_offer_replace(), hint: m.decision_offer_replace_hint({ curator: proposer }) }
		case 'leave':
			return { label: m.decision_offer_leave(), hint: m.decision_offer_leave_hint() }
		case 'join':
			return { label: m.decision_offer_join(), hint: m.decision_offer_join_hint() }
		case 'closure':
			return { label: m.decision_offer_closure(), hint: m.decision_offer_closure_hint() }
		case 'involve-specialist':
			return { label: m.decision_offer_involve_specialist(), hint: m.decision_offer_involve_specialist_hint() }
		case 'release-specialist':
			return { label: m.decision_offer_release_specialist(), hint: m.decision_offer_release_specialist_hint() }
		case 'record-evidence':
			return { label: m.decision_offer_record_evidence(), hint: m.decision_offer_record_evidence_hint() }
		case 'cancel-incentive':
			return { label: m.decision_offer_cancel_incentive(), hint: m.decision_offer_cancel_incentive_hint() }
		case 'restore-incentive':
			return { label: m.decision_offer_restore_incentive(), hint: m.decision_offer_restore_incentive_hint() }
		case 'consent':
			return {
				label: m.decision_offer_consent({ kind: consentKindWords[offer.kind]() }),
				hint: offer.isDemanded ? m.decision_offer_consent_demanded() : m.decision_offer_consent_hint()
			}
		case 'withdraw-consent':
			return {
				label: m.decision_offer_withdraw_consent({ kind: consentKindWords[offer.kind]() }),
				hint: m.decision_offer_withdraw_consent_hint()
			}
	}
}
