import type { Roadmap } from './roadmap.ts'

/** For mentoring whose only form is speed: it is a single meeting (domain.md T13, S15). */
export const speedMeeting: Roadmap = {
	id: 'speed-meeting',
	title: 'Одна встреча',
	source: null,
	stages: [
		{
			title: 'Встреча',
			months: null,
			activities: [{ number: '1.1', title: 'Встреча наставника и наставляемого' }]
		}
	]
}
