import { judge } from '#scoring/judge.ts'
import { taskSpecSchema } from '#core/task.ts'
import { openTable } from '#scoring/readers/open-table.ts'
const [w,kind,metrics,...extra]=process.argv.slice(2)
const open=(p:string)=>(columns:any)=>openTable(p,{columns})
const cpu=()=>{const u=process.cpuUsage();return (u.user+u.system)/1000}
const classes=kind==='classification'?Array.from({length:100},(_,i)=>'class_'+String(i).padStart(3,'0')):undefined
const t=cpu(),t0=performance.now()
const j=await judge(taskSpecSchema.parse({kind,classes,truthForm:'match-list',metrics:metrics?metrics.split(','):[]}),open(`/tmp/metrics-bench/${w}t.csv`),open(`/tmp/metrics-bench/${w}p.csv`))
console.log(w,j.outcome,'cpu',(cpu()-t).toFixed(0),'wall',(performance.now()-t0).toFixed(0),'rss',(process.resourceUsage().maxRSS/1024).toFixed(0),JSON.stringify(j.outcome==='scored'?j.splits.all!.scores:j.problems).slice(0,150))
