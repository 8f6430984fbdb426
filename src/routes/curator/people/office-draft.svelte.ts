import { untrack } from 'svelte'
import { type DayBounds, dayProblem, type IsoDate } from '#domain/calendar.ts'
import type { Office } from '#domain/regulation/schema.ts'
import type { OfficeAssignment, NewOfficeHolder } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiFailure } from '#lib/sync/api.ts'
import { failureText } from '../../forms/failure.ts'
import { takenText } from './office.ts'
import { type Named, NamedDraft, WorkplaceDraft } from './form/named-draft.svelte.ts'
import { OrderDraft } from './form/order-draft.svelte.ts'

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
