/** Consultations on request (domain.md D18). */
import MessageCircleQuestionMark from '@lucide/svelte/icons/message-circle-question-mark'
import type { IsoDate } from '#domain/calendar.ts'
import { type Consultation, currentMentorIds } from '#domain/ledger/ledger.ts'
import { consultationDays } from '#domain/ledger/statements/consultation.ts'
import { consultationModes } from '#domain/regulation/choices.ts'
import type { ConsultationMode } from '#domain/regulation/schema.ts'
import { plainName, TITLE_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { consultantName, consultationModeWords, referralWords } from '#lib/ui/words/consents.ts'
import { roleWords } from '#lib/ui/words/regulation.ts'
import BankMentorField from './BankMentorField.svelte'
import { asOfferForm, groundField, type OfferViews, ownField, type StatementForm, type StatementViews } from './form.ts'

/** A mentee asks: the programme's mentor receives the request first. */
const askForm: StatementForm<{ about: string; mode: ConsultationMode }, object> = {
	key: ({ decisions }) => `ask-consultation:${decisions.state.programId}`,
	blank: { about: '', mode: 'in-person' },
	fields: ({ decisions, ledger }) => {
		const mentors = currentMentorIds(ledger).map((personId) => ({ role: 'mentor' as const, personId }))
		const curator = roleWords('curator', decisions.wording)
		return [
			{
				widget: 'words',
				text:
					mentors.length === 0
						? m.consultation_ask_about_curator({ curator })
						: m.consultation_ask_about({ mentors: decisions.signers(mentors), curator })
			},
			{ widget: 'text', name: 'about', label: m.consultation_about(), required: true },
			{
				widget: 'choice',
				name: 'mode',
				label: m.consultation_mode(),
				options: consultationModes.map((value) => ({ value, label: consultationModeWords[value]() }))
			}
		]
	},
	statement: ({ typed: { about, mode } }) =>
		about.trim() === '' ? null : { type: 'ask-consultation', about: about.trim(), mode },
	submit: () => m.consultation_ask()
}

interface OfConsultation {
	consultation: Consultation
}

export const takeForm: StatementForm<{ on: IsoDate | null; where: string }, OfConsultation> = {
	key: ({ subject }) => `take-consultation:${subject.consultation.id}`,
	blank: { on: null, where: '' },
	fields: ({ subject: { consultation }, ledger, today }) => [
		{
			widget: 'day',
			name: 'on',
			label: m.consultation_day(),
			required: true,
			...consultationDays(ledger, consultation, today)
		},
		{
			widget: 'text',
			name: 'where',
			label: consultation.mode === 'remote' ? m.consultation_link() : m.consultation_place(),
			required: true
		}
	],
	statement: ({ typed: { on, where }, subject: { consultation } }) =>
		on === null || where.trim() === ''
			? null
			: {
					type: 'answer-consultation',
					consultationId: consultation.id,
					answer: { kind: 'take', on, where: where.trim() }
				},
	submit: () => m.consultation_take()
}

export const passForm: StatementForm<{ ground: string }, OfConsultation> = {
	key: ({ subject }) => `pass-consultation:${subject.consultation.id}`,
	blank: { ground: '' },
	fields: ({ decisions }) => [
		{ widget: 'words', text: m.consultation_pass_about({ curator: roleWords('curator', decisions.wording) }) },
		groundField()
	],
	statement: ({ typed, subject: { consultation } }) => {
		const ground = typed.ground.trim()
		if (ground === '') return null
		return { type: 'answer-consultation', consultationId: consultation.id, answer: { kind: 'pass', ground } }
	},
	submit: () => m.consultation_pass()
}

interface Referring {
	to: string
	mentorId: string
	/** Name of the chosen mentor, also when the list shows others. */
	mentorName: string
	name: string
	on: IsoDate | null
	words: string
}

/** No mentor of the programme takes it: the curator appoints somebody else. */
export const referForm: StatementForm<Referring, OfConsultation> = {
	key: ({ subject }) => `refer-consultation:${subject.consultation.id}`,
	blank: ({ decisions }) => ({
		// The bank belongs to the municipality; an organisation's own curator does not see it.
		to: decisions.seesBanks ? 'mentor' : 'other',
		mentorId: '',
		mentorName: '',
		name: '',
		on: null,
		words: ''
	}),
	fields: ({ typed, subject: { consultation }, decisions, ledger, today }) => {
		const isInPerson = consultation.mode === 'in-person'
		return [
			...(decisions.seesBanks
				? [
						{
							widget: 'choice' as const,
							name: 'to',
							label: m.consultation_refer_to(),
							options: [
								{ value: 'mentor', label: m.consultation_to_mentor() },
								{ value: 'other', label: m.consultation_to_other() }
							]
						}
					]
				: []),
			typed.to === 'mentor'
				? ownField('mentorId', BankMentorField, {
						chosen: typed.mentorId,
						chosenName: typed.mentorName,
						// A participant cannot be appointed as somebody from outside.
						but: ledger.members.filter(({ until }) => until === null).map(({ personId }) => personId),
						onchange: (mentorId, mentorName) => Object.assign(typed, { mentorId, mentorName })
					})
				: {
						widget: 'line',
						name: 'name',
						label: m.consultation_other_name(),
						hint: m.consultation_other_name_hint(),
						maxlength: TITLE_LETTERS,
						required: true
					},
			{
				widget: 'day',
				name: 'on',
				label: m.consultation_day_if_known(),
				...consultationDays(ledger, consultation, today)
			},
			{
				widget: 'text',
				name: 'words',
				label: isInPerson ? m.consultation_place() : m.consultation_refer_words(),
				hint: isInPerson ? m.consultation_place_hint() : m.consultation_refer_words_hint(),
				required: isInPerson || typed.on === null
			}
		]
	},
	statement: ({ typed, subject: { consultation } }) => {
		const { to, mentorId, on } = typed
		const [name, words] = [plainName(typed.name), typed.words.trim()]
		const needsWords = consultation.mode === 'in-person' || on === null
		if ((to === 'mentor' ? mentorId : name) === '' || (needsWords && words === '')) return null
		return {
			type: 'refer-consultation',
			consultationId: consultation.id,
			to: to === 'mentor' ? { kind: 'mentor', mentorId } : { kind: 'other', name },
			on,
			words: words === '' ? null : words
		}
	},
	submit: () => m.consultation_refer(),
	confirm: ({ typed }) => ({
		title: m.consultation_refer_sure_title(),
		text: m.consultation_refer_sure({ name: typed.to === 'mentor' ? typed.mentorName : plainName(typed.name) })
	}),
	seen: ({ typed }) => ({ people: typed.to === 'mentor' ? [{ id: typed.mentorId, name: typed.mentorName }] : [] })
}

/** Adds the place of a face-to-face consultation that was recorded without one. */
export const addPlaceForm: StatementForm<
	{ place: string },
	OfConsultation & { referral: NonNullable<Consultation['referral']> }
> = {
	key: ({ subject }) => `consultation-place:${subject.consultation.id}`,
	blank: { place: '' },
	fields: ({ subject: { referral }, decisions }) => [
		{
			widget: 'words',
			text: m.consultation_add_place_about({ name: consultantName(referral.to, decisions.wording) })
		},
		{
			widget: 'text',
			name: 'place',
			label: m.consultation_place(),
			hint: m.consultation_place_hint(),
			required: true
		}
	],
	statement: ({ typed, subject: { consultation, referral } }) => {
		const words = typed.place.trim()
		const { to, on } = referral
		return words === '' ? null : { type: 'refer-consultation', consultationId: consultation.id, to, on, words }
	},
	submit: () => m.consultation_add_place()
}

export const consultationOffers: OfferViews<'ask-consultation'> = {
	'ask-consultation': {
		label: () => m.consultation_ask(),
		hint: () => m.consultation_ask_hint(),
		icon: MessageCircleQuestionMark,
		form: asOfferForm(askForm)
	}
}

export const consultationViews: StatementViews<
	'ask-consultation' | 'answer-consultation' | 'refer-consultation' | 'withdraw-consultation'
> = {
	'ask-consultation': {
		said: ({ mode, about }) => ({
			text: mode === 'remote' ? m.consultation_said_ask_remote() : m.consultation_said_ask_in_person(),
			detail: about
		})
	},
	'answer-consultation': {
		said: ({ answer }) =>
			answer.kind === 'take'
				? { text: m.consultation_said_take({ day: formatDay(answer.on) }), detail: answer.where }
				: { text: m.consultation_said_pass(), detail: answer.ground }
	},
	'refer-consultation': {
		said: (statement, wording) => ({
			text: m.consultation_said_refer({ name: consultantName(statement.to, wording) }),
			detail: referralWords(statement)
		})
	},
	'withdraw-consultation': { said: () => ({ text: m.consultation_said_withdraw(), detail: '' }) }
}
