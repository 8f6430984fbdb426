/** The materials of a mentor (`EvidenceForm.svelte`), and the cancelling of the incentive by the head (domain.md T48). */
import CircleSlash from '@lucide/svelte/icons/circle-slash'
import FileCheck from '@lucide/svelte/icons/file-check'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { evidenceWords } from '#lib/ui/words/ledger.ts'
import { personOf } from '#lib/ui/words/regulation.ts'
import {
	asOfferForm,
	groundField,
	mentorFields,
	type OfferViews,
	type StatementForm,
	type StatementViews
} from './form.ts'

interface Subject {
	type: 'cancel-incentive' | 'restore-incentive'
	mentorIds: readonly string[]
}

const form: StatementForm<{ mentor: string; ground: string; groundIds: string[] }, Subject> = {
	key: ({ subject, decisions }) => `${subject.type}:${decisions.state.programId}`,
	blank: { mentor: '', ground: '', groundIds: [] },
	fields: ({ typed, subject: { type, mentorIds }, decisions, regulation }) => {
		const mentorId = typed.mentor || (mentorIds[0] ?? '')
		const grounds = regulation?.incentive?.grounds ?? []
		return [
			...mentorFields(mentorIds, mentorId, decisions),
			...(mentorIds.length > 1
				? []
				: [{ widget: 'words' as const, text: personOf(mentorId, decisions.wording.nameOf) }]),
			...(type === 'cancel-incentive'
				? [
						{
							widget: 'checks' as const,
							name: 'groundIds',
							label: m.decision_incentive_grounds(),
							options: grounds.map(({ id, wording }) => ({ value: id, label: wording })),
							required: true
						}
					]
				: []),
			groundField()
		]
	},
	statement: ({ typed, subject: { type, mentorIds } }) => {
		const mentorId = typed.mentor || (mentorIds[0] ?? '')
		const ground = typed.ground.trim()
		if (ground === '') return null
		if (type === 'restore-incentive') return { type, mentorId, ground }
		const { groundIds } = typed
		return groundIds.length === 0 ? null : { type, mentorId, groundIds: [...groundIds], ground }
	},
	submit: ({ subject }) =>
		subject.type === 'cancel-incentive' ? m.decision_incentive_cancel() : m.decision_incentive_restore(),
	confirm: () => ({ title: m.decision_incentive_sure_title(), text: m.decision_incentive_sure() }),
	isDanger: ({ subject }) => subject.type === 'cancel-incentive'
}

export const incentiveOffers: OfferViews<'record-evidence' | 'cancel-incentive' | 'restore-incentive'> = {
	'record-evidence': {
		label: () => m.decision_offer_record_evidence(),
		hint: () => m.decision_offer_record_evidence_hint(),
		icon: FileCheck,
		form: null
	},
	'cancel-incentive': {
		label: () => m.decision_offer_cancel_incentive(),
		hint: () => m.decision_offer_cancel_incentive_hint(),
		icon: CircleSlash,
		form: asOfferForm(form)
	},
	'restore-incentive': {
		label: () => m.decision_offer_restore_incentive(),
		hint: () => m.decision_offer_restore_incentive_hint(),
		icon: RotateCcw,
		form: asOfferForm(form)
	}
}

export const incentiveViews: StatementViews<
	'record-evidence' | 'withdraw-evidence' | 'cancel-incentive' | 'restore-incentive'
> = {
	'record-evidence': {
		said: ({ mentorId, evidence, on }, { nameOf, regulation }) => {
			const said = evidence.kind === 'report' ? m.decision_said_mark_report : m.decision_said_record_evidence
			return {
				text: said({ name: personOf(mentorId, nameOf), day: formatDay(on) }),
				detail: evidenceWords(evidence, (id) => regulation?.reports.find((one) => one.id === id)?.wording)
			}
		}
	},
	'withdraw-evidence': { said: () => ({ text: m.decision_said_withdraw_evidence(), detail: '' }) },
	'cancel-incentive': {
		said: ({ mentorId, groundIds, ground }, { nameOf, regulation }) => {
			const known = regulation?.incentive?.grounds ?? []
			const grounds = known.filter(({ id }) => groundIds.includes(id)).map(({ wording }) => wording)
			return {
				text: m.decision_said_cancel_incentive({ name: personOf(mentorId, nameOf) }),
				detail: m.decision_said_cancel_detail({ grounds: grounds.join('; '), ground })
			}
		}
	},
	'restore-incentive': {
		said: ({ mentorId, ground }, { nameOf }) => ({
			text: m.decision_said_restore_incentive({ name: personOf(mentorId, nameOf) }),
			detail: ground
		})
	}
}
