import { dayProblem } from '#domain/day-bounds.ts'
import { departures, type LeavingReasonId } from '#domain/bank/leaving.ts'
import type { LeavingTerms, NewLeaving } from '#protocol/leaving-api.ts'
import type { ApiFailure } from '#lib/sync/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { failureText } from '../../../failure-text.ts'

/** What is said of somebody who is taken out of a bank, before it is sent. */
export class LeavingDraft {
	on = $state<string | null>(null)
	reasonId = $state<LeavingReasonId | ''>('')
	ground = $state('')
	orderNumber = $state('')
	orderOn = $state<string | null>(null)
	isBusy = $state(false)
	/** What is missing is said once it was tried. */
	isTried = $state(false)
	problem = $state<string | null>(null)

	constructor(today: string) {
		this.on = today
	}

	/** As typed so far. */
	get written() {
		const { on, reasonId, ground, orderNumber, orderOn } = this
		return { on, reasonId, ground, orderNumber, orderOn }
	}

	set written(written) {
		Object.assign(this, written)
	}

	get hasHalfAnOrder(): boolean {
		return (this.orderNumber.trim() === '') !== (this.orderOn === null)
	}

	/** Their work here is over, or was none. */
	get isDeparture(): boolean {
		return departures.some((reason) => reason === this.reasonId)
	}

	needsGround({ reasons }: LeavingTerms): boolean {
		return reasons.find(({ id }) => id === this.reasonId)?.needsGround ?? false
	}

	/** Null: something is missing or cannot be taken, and is told. */
	check(terms: LeavingTerms, today: string): Omit<NewLeaving, 'personId' | 'role' | 'version'> | null {
		this.isTried = true
		this.problem = null
		const { on, reasonId, orderOn } = this
		const ground = this.ground.trim()
		if (on === null || reasonId === '' || this.hasHalfAnOrder || (ground === '' && this.needsGround(terms))) return null
		const isOrderWrong = orderOn !== null && dayProblem(orderOn) !== null
		if (isOrderWrong || dayProblem(on, { max: today }) !== null) return null
		const order = orderOn === null ? null : { number: this.orderNumber.trim(), date: orderOn }
		return { on, reasonId, ground, order }
	}

	refuse({ code, field }: ApiFailure): void {
		if (field === 'reasonId') this.problem = m.people_leave_reason_unfit()
		else if (field === 'on') this.problem = m.people_leave_day_ahead()
		else this.problem = code === 'conflict' ? m.people_leave_conflict() : failureText(code)
	}
}
