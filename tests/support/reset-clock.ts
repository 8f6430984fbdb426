import { hearServerClock, setCityZone } from '#lib/sync/clock.ts'

/** Test files share the module of the clock. */
export function resetClock(): void {
	setCityZone(() => undefined)
	hearServerClock(new Date().toUTCString(), Date.now())
}
