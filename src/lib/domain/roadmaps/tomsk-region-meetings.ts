import type { Roadmap } from './roadmap.ts'

/** The meetings of a pair: steps 20–26 of the school's roadmap, numbered and worded as there (domain.md R19, R20). */
export const tomskRegionMeetings: Roadmap = {
	id: 'tomsk-region-meetings',
	title: 'Встречи наставника и наставляемого',
	source: { regulation: 'R', annex: null },
	stages: [
		{
			title: 'Встречи наставника и наставляемого',
			months: null,
			activities: [
				{
					number: '20',
					title: 'Проведение первой, организационной, встречи наставника и наставляемого'
				},
				{
					number: '21',
					title: 'Проведение второй, пробной рабочей, встречи наставника и наставляемого'
				},
				{
					number: '22',
					title:
						'Проведение встречи-планирования рабочего процесса в рамках программы наставничества с наставником и наставляемым'
				},
				{
					number: '23',
					title: 'Регулярные встречи наставника и наставляемого'
				},
				{
					number: '24',
					title: 'Сроки сбора обратной связи от участников программы наставничества'
				},
				{
					number: '25',
					title: 'Проведение заключительной встречи наставника и наставляемого'
				},
				{
					number: '26',
					title: 'Проведение групповой заключительной встречи всех пар и групп наставников и наставляемых'
				}
			]
		}
	]
}
