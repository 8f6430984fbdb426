/** The forms for appointing a person to an office, and for ending a role. */
import { untrack } from 'svelte'
import { z } from 'zod'
import type { StaffRole } from '#domain/access.ts'
import type { DayBounds, IsoDate } from '#domain/calendar.ts'
import type { Office } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { call } from '#lib/sync/api.ts'
import type { Person } from '#protocol/api/program.ts'
import type { OfficeAssignment } from '#protocol/api/staff.ts'
import { Draft } from '../../forms/draft.svelte.ts'
import { failureText } from '../../forms/failure.ts'
import { dayWithin } from '../../forms/problems.ts'
import { type Named, NamedChoice, WorkplaceChoice } from './form/named-choice.svelte.ts'
import { noOrder, orderAhead, orderSchema } from './form/order.ts'
import { takenText } from './office.ts'

interface OfficeOptions {
	/** The values that are already chosen. */
	given: { office: Office | null; person: Named | null; organisation: Named | null }
	/** The current day in the municipality, and when the assignment may begin. */
	today: () => IsoDate
	days: () => DayBounds
	/** The current holders of offices, read again after a refusal. */
	again: () => Promise<readonly OfficeAssignment[]>
}

export function draftOffice({ given, today, days, again }: OfficeOptions) {
	const person = new NamedChoice(given.person)
	const organisation = new WorkplaceChoice(given.organisation)
	let assignments: readonly OfficeAssignment[] = []
	const draft = new Draft({
		// `untrack`: the draft is derived from `given`, so a new day must not replace it and lose typed text.
		first: { office: given.office, since: untrack(today) as IsoDate | null, order: noOrder },
		schema: z
			.strictObject({
				office: z.custom<Office>((office) => office !== null, { error: m.people_office_missing }),
				person: z.custom<Named>((one) => one !== null, { error: m.people_office_person_missing }),
				organisation: z
					.custom<Named>((one) => one !== null, { error: m.people_office_organisation_missing })
					.optional(),
				since: dayWithin(days),
				order: orderSchema(today)
			})
			.transform(({ office, person, organisation, since, order }) => ({
				...{ officeId: office.id, personId: person.id, organisationId: organisation?.id ?? null, since, order }
			})),
		choices: (): Record<string, NamedChoice> => (isPerOrganisation() ? { person, organisation } : { person }),
		async store(body) {
			const result = await call('POST /api/offices', { body })
			if (!result.ok) assignments = await again()
			return result
		},
		refusal({ code, field }) {
			if (field === 'left') return m.people_office_left()
			if (field === 'held') return heldText()
			if (field === 'order') return orderAhead()
			if (field === 'organisationId') return { path: 'organisation', text: m.people_organisation_gone() }
			return code === 'conflict' || field === 'officeId' ? m.people_office_busy() : failureText(code)
		}
	})

	/** Whether the office belongs to one organisation; otherwise none is asked for. */
	function isPerOrganisation(): boolean {
		return draft.value.office?.holders === 'one-per-organisation'
	}

	function heldText(): string {
		const { office } = draft.value
		if (office === null || person.chosen === null) return m.people_office_busy()
		const organisationId = isPerOrganisation() ? (organisation.chosen?.id ?? null) : null
		return takenText(office, assignments, { personId: person.chosen.id, organisationId })
	}

	return { draft, person, organisation, isPerOrganisation }
}

/** `today`: returns the current day in the municipality. */
export function draftRoleEnding({ person, role }: { person: Person; role: StaffRole }, today: () => IsoDate) {
	return new Draft({
		// `untrack`: the draft is derived from the person and role, so a new day must not replace it and lose typed text.
		first: { on: untrack(today) as IsoDate | null, order: noOrder },
		schema: z.strictObject({ on: dayWithin(() => ({ max: today() })), order: orderSchema(today) }),
		store: (ending) => call('POST /api/staff/endings', { body: { personId: person.id, role, ...ending } }),
		refusal({ code, field }) {
			if (field === 'order') return orderAhead()
			if (field === 'on') return m.people_day_ahead()
			if (field === 'last') return m.people_role_last()
			return code === 'conflict' || code === 'not_found' ? m.people_role_gone() : failureText(code)
		}
	})
}

/** Gives an ended role back; otherwise a toast says why not. */
export async function giveBackRole(endingId: string, toasts: Toasts, onchange: () => Promise<void>): Promise<void> {
	const result = await call('POST /api/staff/endings/:id/return', { id: endingId })
	// Conflict: another person has just given the role back.
	if (result.ok || result.code === 'conflict') toasts.show(m.people_role_returned())
	else toasts.show(failureText(result.code), { isFailure: true })
	await onchange()
}
