import type { CheckedProgram, CheckReport } from '#lib/sync/stored/check-all.ts'
import { m } from '#lib/paraglide/messages.js'

/** What a check found and mended, in words. */
export const checkWords = { headline, program, tone }

function headline({ programs, isCancelled }: CheckReport): string {
	if (isCancelled) return m.sync_check_cancelled()
	if (programs.length === 0) return m.sync_check_nothing()
	if (!programs.every(isGood)) return m.sync_check_some_left()
	return programs.some(({ result }) => result === 'repaired') ? m.sync_check_all_repaired() : m.sync_check_all_equal()
}

function program({ result, deviceLacked, serverLacked }: CheckedProgram): string {
	switch (result) {
		case 'equal':
			return m.sync_check_equal()
		case 'first-loaded':
			return m.sync_check_first_loaded()
		case 'repaired':
			if (deviceLacked > 0 && serverLacked > 0) return m.sync_check_repaired_both()
			return serverLacked > 0 ? m.sync_check_repaired_server() : m.sync_check_repaired_device()
		case 'refused':
			return m.sync_check_refused()
		case 'no-network':
			return m.sync_check_no_network()
		case 'not-stored':
			return m.sync_check_not_stored()
		case 'different':
			return m.sync_check_different()
	}
}

function tone(checked: CheckedProgram): 'good' | 'warning' {
	return isGood(checked) ? 'good' : 'warning'
}

function isGood({ result }: CheckedProgram): boolean {
	return result === 'equal' || result === 'first-loaded' || result === 'repaired'
}
