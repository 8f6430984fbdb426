/** The forms for appointing a person to an office, and for ending a role. */
import { untrack } from 'svelte'
import type { StaffRole } from '#domain/access.ts'
import { type DayBounds, dayProblem, type IsoDate } from '#domain/calendar.ts'
import type { Office } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { type ApiFailure, type ApiResult, call } from '#lib/sync/api.ts'
import type { Person } from '#protocol/api/program.ts'
import type { NewOfficeHolder, OfficeAssignment } from '#protocol/api/staff.ts'
import { failureText } from '../../forms/failure.ts'
import { type Named, NamedDraft, WorkplaceDraft } from './form/named-draft.svelte.ts'
import { OrderDraft } from './form/order-draft.svelte.ts'
import { takenText } from './office.ts'

/** The form for appointing a person to an office. */
export class OfficeDraft {
	office = $state.raw<Office | null>(null)
	readonly person = new NamedDraft()
	/** Used only if the office belongs to one organisation. */
	readonly organisation = new WorkplaceDraft()
	since = $state<IsoDate | null>(null)
	readonly order: OrderDraft
	/** Missing fields are shown only after the first try. */
	isTried = $state(false)
	problem = $state<string | null>(null)

	/** `today`: returns the current day in the municipality. */
	constructor(
		given: { office: Office | null; person: Named | null; organisation: Named | null },
		today: () => IsoDate
	) {
		this.office = given.office
		this.person.choose(given.person)
		this.organisation.choose(given.organisation)
		this.order = new OrderDraft(today)
		// `untrack`: the draft is derived from `given`, so a new day must not replace it and lose typed text.
		this.since = untrack(today)
	}

	get isPerOrganisation(): boolean {
		return this.office?.holders === 'one-per-organisation'
	}

	/** `days`: when the assignment may begin. Null: a field is missing or wrong; the form shows which. */
	async check(days: DayBounds): Promise<NewOfficeHolder | null> {
		this.isTried = true
		this.order.try()
		this.problem = null
		const { office, person, since, organisation, order, isPerOrganisation } = this
		const isSettled = !isPerOrganisation || (await organisation.settle())
		if (person.chosen === null) person.error = m.people_office_person_missing()
		const isNowhere = isPerOrganisation && organisation.chosen === null
		if (isNowhere && isSettled) organisation.error = m.people_office_organisation_missing()
		if (!isSettled || isNowhere || office === null || person.chosen === null || since === null) return null
		if (order.isWrong || dayProblem(since, days) !== null) return null
		return {
			officeId: office.id,
			personId: person.chosen.id,
			organisationId: isPerOrganisation ? (organisation.chosen?.id ?? null) : null,
			since,
			order: order.order
		}
	}

	/** `assignments`: the current holders of offices. */
	refuse({ code, field }: Pick<ApiFailure, 'code' | 'field'>, assignments: readonly OfficeAssignment[]): void {
		if (field === 'left') this.problem = m.people_office_left()
		else if (field === 'held') this.problem = this.#takenText(assignments)
		else if (field === 'order') this.order.refuse()
		else if (field === 'organisationId') this.organisation.error = m.people_organisation_gone()
		else this.problem = code === 'conflict' || field === 'officeId' ? m.people_office_busy() : failureText(code)
	}

	#takenText(assignments: readonly OfficeAssignment[]): string {
		const { office, person, organisation } = this
		if (office === null || person.chosen === null) return m.people_office_busy()
		const organisationId = this.isPerOrganisation ? (organisation.chosen?.id ?? null) : null
		return takenText(office, assignments, { personId: person.chosen.id, organisationId })
	}
}

/** The form for ending a role. */
export class RoleEndingDraft {
	on = $state<IsoDate | null>(null)
	readonly order: OrderDraft
	isBusy = $state(false)
	/** Missing fields are shown only after the first try. */
	isTried = $state(false)
	problem = $state<string | null>(null)
	readonly #of: { person: Person; role: StaffRole }
	readonly #today: () => IsoDate

	/** `today`: returns the current day in the municipality. */
	constructor(of: { person: Person; role: StaffRole }, today: () => IsoDate) {
		this.#of = of
		this.#today = today
		this.order = new OrderDraft(today)
		// `untrack`: the draft is derived from the person and role, so a new day must not replace it and lose typed text.
		this.on = untrack(today)
	}

	/** Null: a field is missing or wrong. The form shows this, and a refusal of the server, too. */
	async send(): Promise<ApiResult<{ id: string }> | null> {
		this.isTried = true
		this.order.try()
		this.problem = null
		const { on } = this
		if (on === null || dayProblem(on, { max: this.#today() }) !== null || this.order.isWrong) return null
		this.isBusy = true
		const { person, role } = this.#of
		const result = await call('POST /api/staff/endings', {
			body: { personId: person.id, role, on, order: this.order.order }
		})
		this.isBusy = false
		if (!result.ok) this.#refuse(result)
		return result
	}

	#refuse({ code, field }: Extract<ApiResult<never>, { ok: false }>): void {
		if (field === 'order') this.order.refuse()
		else if (field === 'on') this.problem = m.people_day_ahead()
		else if (field === 'last') this.problem = m.people_role_last()
		else this.problem = code === 'conflict' || code === 'not_found' ? m.people_role_gone() : failureText(code)
	}
}

/** Gives an ended role back; otherwise a toast says why not. */
export async function giveBackRole(endingId: string, toasts: Toasts, onchange: () => Promise<void>): Promise<void> {
	const result = await call('POST /api/staff/endings/:id/return', { id: endingId })
	// Conflict: another person has just given the role back.
	if (result.ok || result.code === 'conflict') toasts.show(m.people_role_returned())
	else toasts.show(failureText(result.code), { isFailure: true })
	await onchange()
}
