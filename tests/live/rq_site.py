"""Does with a Redis what RQ's own code does, and what rq-scheduler does with it:

  python3 rq_site.py PORT DATABASE ACT [ARGUMENT...]
"""
import sys
import time

import redis
from rq import Queue, SimpleWorker, Worker
from rq.job import Job
from rq.registry import StartedJobRegistry
from rq.suspension import suspend

port, database, act, *given = sys.argv[1:]
connection = redis.Redis(port=int(port), db=int(database))


def queue():
    return Queue(given[0], connection=connection)


def taken():
    """A worker takes the queue's next job, as it does before it runs it."""
    worker = Worker([queue()], connection=connection)
    job, _ = Queue.dequeue_any([queue()], None, connection=connection)
    worker.prepare_job_execution(job)
    return job


def enqueue():
    queue().enqueue('math.sqrt', 4)


def defer():
    first = Job.create('math.sqrt', [4], connection=connection, origin=given[0])
    first.save()
    queue().enqueue('math.sqrt', 4, depends_on=first)


def start():
    enqueue()
    taken()


def abandon():
    """The worker dies, and as much time passes as its entry was good for."""
    enqueue()
    connection.zadd(StartedJobRegistry(queue=queue()).key, {taken().id: time.time() - 1})


def fail():
    queue().enqueue('math.sqrt', -1)
    SimpleWorker([queue()], connection=connection).work(burst=True, logging_level='CRITICAL')


def work():
    """A worker of these queues that was born; it is killed, so it does not say farewell."""
    worker = Worker(given, connection=connection)
    worker.register_birth()
    print(worker.name)


def retire():
    worker = Worker(given, connection=connection)
    worker.register_birth()
    worker.register_death()


def leave():
    """All workers end, as they are told to."""
    for worker in Worker.all(connection=connection):
        worker.register_death()


def schedule():
    """As rq-scheduler has it: its instance, and a job for each function, not for those
    that were there before."""
    connection.delete('rq:scheduler:scheduled_jobs')
    connection.hdel('rq:scheduler_instance:9a', 'death')
    connection.hset('rq:scheduler_instance:9a', 'birth', time.time())
    connection.expire('rq:scheduler_instance:9a', 70)
    for function in given:
        job = Job.create(function, kwargs={'days': 3}, connection=connection)
        job.save()
        connection.zadd('rq:scheduler:scheduled_jobs', {job.id: int(time.time()) + 3600})


def end_scheduler():
    connection.hset('rq:scheduler_instance:9a', 'death', time.time())
    connection.expire('rq:scheduler_instance:9a', 60)


def suspend_all():
    suspend(connection)


globals()[act]()
