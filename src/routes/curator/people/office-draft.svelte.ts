import { untrack } from 'svelte'
import { type DayBounds, dayProblem, type IsoDate } from '#domain/calendar.ts'
import type { Office } from '#domain/regulation/schema.ts'
import type { HeldOffice, NewOfficeHolder } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiFailure } from '#lib/sync/api.ts'
import { failureText } from '../../forms/failure.ts'
import { heldByText } from './office.ts'
import { type Named, NamedDraft, WorkplaceDraft } from './form/named-draft.svelte.ts'
import { OrderDraft } from './form/order-draft.svelte.ts'

/** Whom to appoint to which office, before it is sent. */
export class OfficeDraft {
	office = $state.raw<Office | null>(null)
	readonly person = new NamedDraft()
	/** Of an office that is one organisation's. */
	readonly organisation = new WorkplaceDraft()
	since = $state<IsoDate | null>(null)
	readonly order: OrderDraft
	/** What is missing is said once it was tried. */
	isTried = $state(false)
	problem = $state<string | null>(null)

	/** `today`: in the municipality, as it is now. */
	constructor(
		given: { office: Office | null; person: Named | null; organisation: Named | null },
		today: () => IsoDate
	) {
		this.office = given.office
		this.person.choose(given.person)
		this.organisation.choose(given.organisation)
		this.order = new OrderDraft(today)
		// Midnight takes nothing that is typed: a draft is derived from what is settled beforehand, not from the day.
		this.since = untrack(today)
	}

	get isPerOrganisation(): boolean {
		return this.office?.holders === 'one-per-organisation'
	}

	/** `days`: from when on it may be held. Null: something is missing or wrong, and is told. */
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

	/** `held`: who holds offices by now. */
	refuse({ code, field }: Pick<ApiFailure, 'code' | 'field'>, held: readonly HeldOffice[]): void {
		if (field === 'left') this.problem = m.people_office_left()
		else if (field === 'held') this.problem = this.#heldText(held)
		else if (field === 'order') this.order.refuse()
		else if (field === 'organisationId') this.organisation.error = m.people_organisation_gone()
		else this.problem = code === 'conflict' || field === 'officeId' ? m.people_office_busy() : failureText(code)
	}

	#heldText(held: readonly HeldOffice[]): string {
		const { office, person, organisation } = this
		if (office === null || person.chosen === null) return m.people_office_busy()
		const organisationId = this.isPerOrganisation ? (organisation.chosen?.id ?? null) : null
		return heldByText(office, held, { personId: person.chosen.id, organisationId })
	}
}
