/** Specialists who help in a programme with their own consent; only name and post are recorded (domain.md T35, L3). */
import HandHelping from '@lucide/svelte/icons/hand-helping'
import UserRoundX from '@lucide/svelte/icons/user-round-x'
import type { IsoDate } from '#domain/calendar.ts'
import type { Specialist } from '#domain/ledger/ledger.ts'
import { consentBounds } from '#domain/ledger/statements/specialist.ts'
import { isSpeltAsName, plainName, TITLE_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { aboutText } from '#lib/ui/format.ts'
import { involvementQuestion } from '#lib/ui/words/regulation.ts'
import { asOfferForm, type OfferViews, type StatementForm, type StatementViews } from './form.ts'

interface Involvement {
	name: string
	post: string
	task: string
	/** Id; '': the whole programme. */
	activity: string
	consentedOn: IsoDate | null
}

/** `activities`: of the plan, where the plan is loaded. */
export const involveForm: StatementForm<Involvement, { activities?: readonly { id: string; title: string }[] }> = {
	// A chosen activity can be restored only where the plan is loaded, so the key differs.
	key: ({ subject, decisions }) =>
		['involve-specialist', ...((subject.activities?.length ?? 0) > 0 ? ['plan'] : []), decisions.state.programId].join(
			':'
		),
	blank: { name: '', post: '', task: '', activity: '', consentedOn: null },
	fields: ({ typed, subject: { activities = [] }, ledger, today }) => [
		{ widget: 'small words', text: m.specialist_about() },
		{
			widget: 'line',
			name: 'name',
			label: m.specialist_name(),
			error: spellingProblem(typed.name),
			maxlength: TITLE_LETTERS,
			required: true
		},
		{ widget: 'line', name: 'post', label: m.specialist_post(), maxlength: TITLE_LETTERS },
		{ widget: 'text', name: 'task', label: m.specialist_task(), required: true },
		...(activities.length > 0
			? [
					{
						widget: 'choice' as const,
						name: 'activity',
						label: m.specialist_for(),
						options: [
							{ value: '', label: m.specialist_for_all() },
							...activities.map((one) => ({ value: one.id, label: titleOf(one) }))
						]
					}
				]
			: []),
		{
			widget: 'day',
			name: 'consentedOn',
			label: m.specialist_consent(),
			required: true,
			hint: m.specialist_consent_hint(),
			...consentBounds(ledger, today)
		}
	],
	statement: ({ typed, subject: { activities = [] } }) => {
		const [name, post, task] = [plainName(typed.name), typed.post.trim(), typed.task.trim()]
		const { consentedOn } = typed
		if (name === '' || spellingProblem(name) !== null || task === '' || consentedOn === null) return null
		const chosen = activities.find(({ id }) => id === typed.activity)
		const activity = chosen === undefined ? null : { id: chosen.id, title: titleOf(chosen) }
		return { type: 'involve-specialist', name, post: post === '' ? null : post, task, activity, consentedOn }
	},
	submit: () => m.specialist_involve(),
	confirm: ({ typed, decisions }) => ({
		title: m.specialist_sure_title(),
		text: involvementQuestion(typed.name.trim(), decisions.wording)
	})
}

function titleOf({ title }: { title: string }): string {
	return (title.trim() || m.change_untitled()).slice(0, TITLE_LETTERS)
}

/** In words; null: the spelling is right, or the field is empty. Name and patronymic are one line, which is longer than a name. */
function spellingProblem(text: string): string | null {
	const name = plainName(text)
	return name === '' || isSpeltAsName(name) ? null : m.name_spelling()
}

export const releaseForm: StatementForm<
	{ specialist: string; ground: string },
	{ specialists: readonly Specialist[] }
> = {
	key: ({ decisions }) => `release-specialist:${decisions.state.programId}`,
	blank: { specialist: '', ground: '' },
	fields: (given) => [
		{
			widget: 'choice',
			name: 'specialist',
			label: m.specialist_which(),
			value: chosenOf(given)?.id ?? '',
			options: given.subject.specialists.map(({ id, name, post }) => ({ value: id, label: aboutText([name, post]) }))
		},
		{ widget: 'small words', text: m.specialist_release_about() },
		{ widget: 'text', name: 'ground', label: m.specialist_ground() }
	],
	statement: (given) => {
		const specialist = chosenOf(given)
		if (specialist === undefined) return null
		const { id: specialistId, name } = specialist
		return { type: 'release-specialist', specialistId, name, ground: given.typed.ground.trim() || null }
	},
	submit: () => m.specialist_release(),
	confirm: (given) => {
		const specialist = chosenOf(given)
		if (specialist === undefined) return undefined
		const { name, post, task } = specialist
		return {
			title: m.specialist_release_sure_title(),
			text: m.specialist_release_sure({ name: aboutText([name, post]), task })
		}
	},
	isDanger: true
}

function chosenOf({
	typed,
	subject: { specialists }
}: {
	typed: { specialist: string }
	subject: { specialists: readonly Specialist[] }
}): Specialist | undefined {
	return specialists.find(({ id }) => id === typed.specialist) ?? specialists[0]
}

export const specialistOffers: OfferViews<'involve-specialist' | 'release-specialist'> = {
	'involve-specialist': {
		label: () => m.decision_offer_involve_specialist(),
		hint: () => m.decision_offer_involve_specialist_hint(),
		icon: HandHelping,
		form: asOfferForm(involveForm)
	},
	'release-specialist': {
		label: () => m.decision_offer_release_specialist(),
		hint: () => m.decision_offer_release_specialist_hint(),
		icon: UserRoundX,
		form: asOfferForm(releaseForm)
	}
}

export const specialistViews: StatementViews<'involve-specialist' | 'release-specialist'> = {
	'involve-specialist': {
		said: ({ name, post, task, activity, consentedOn }) => {
			const about = activity === null ? [] : [m.specialist_activity({ title: activity.title })]
			return {
				text: m.decision_said_involve_specialist({ name: aboutText([name, post]) }),
				detail: [task, ...about, m.specialist_consented({ day: formatDay(consentedOn) })].join('\n')
			}
		}
	},
	'release-specialist': {
		said: ({ name, ground }) => ({ text: m.decision_said_release_specialist({ name }), detail: ground ?? '' })
	}
}
