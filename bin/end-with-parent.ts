/**
 * Loaded before our programs (`node --import`) when another of our processes runs them: if that one is killed without
 * a chance to stop us, we stop by ourselves, the ordinary way first.
 */
const starter = Number(process.env.GRANDSTAND_PARENT)
const patienceMs = 90_000

if (Number.isInteger(starter) && starter > 0) {
  const watch = setInterval(() => {
    if (process.ppid === starter) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), patienceMs).unref()
  }, 500)
  watch.unref()
}

export {}
