"""Makes a Status-Page in a folder: a real Django project whose migrations are called as
those of the releases are, in a git repository with a tag for each release.

  python3 status_page.py FOLDER CATALOGUE OLD NEW

FOLDER/site is the checkout of OLD, FOLDER/origin.git knows NEW too, and a beta that was
tagged after it. FOLDER/migrate.sql does to a database of OLD what the migrations of NEW do.
"""
import json
import os
import subprocess
import sys

folder, catalogue_file, old, new = sys.argv[1:]
site = os.path.join(folder, 'site')
plugins = {'sp_uptimerobot', 'sp_external_status_providers'}
contrib = {'admin', 'auth', 'contenttypes', 'sessions'}
pins = {old: {'Django': '4.2.1', 'django-rq': '2.8.0', 'psycopg2-binary': '2.9.6'},
        new: {'Django': '5.1.2', 'django-rq': '3.0.0', 'psycopg2-binary': '2.9.10'}}

with open(catalogue_file) as file:
    catalogue = json.load(file)['releases']


def names_of(release):
    """The migrations of a release, and its models by their application."""
    names, models = [], {}
    for entry in catalogue:
        names += entry.get('adds', [])
        for app, added in entry.get('models', {}).items():
            models.setdefault(app, []).extend(added)
        if entry['version'] == release:
            break
    return names, {app: of for app, of in models.items() if app not in plugins | contrib}


def write(path, text, mode=0o644):
    path = os.path.join(site, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)
    os.chmod(path, mode)


def git(*words, within=site):
    subprocess.run(['git', '-c', 'user.name=x', '-c', 'user.email=x@example.org',
                    '-c', 'init.defaultBranch=main', '-c', 'advice.detachedHead=false',
                    '-c', 'gc.auto=0', *words], cwd=within, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def field_of(name):
    return 'since_' + name.split('.')[1][:4]


def fields_of(app, model, models, names):
    """What stands in the class of a model; what came with NEW is of an application's first."""
    text = "    name = models.TextField(default='')\n"
    if (app, model) == ('extras', 'objectchange'):
        text += ("    kind = models.ForeignKey('contenttypes.ContentType', "
                 "on_delete=models.PROTECT, null=True)\n")
    if model == models[app][0]:
        for name in names:
            if name.split('.')[0] == app and name not in names_of(old)[0]:
                text += f"    {field_of(name)} = models.TextField(default='')\n"
    return text


def migration(app, name, before, models, names):
    operations = ''
    dependencies = f"('{app}', '{before}')" if before else ''
    if not before:
        if app == 'extras':
            dependencies = "('contenttypes', '0002_remove_content_type_name')"
        for model in models[app]:
            kind = ''
            if (app, model) == ('extras', 'objectchange'):
                kind = (", ('kind', models.ForeignKey('contenttypes.ContentType', "
                        "on_delete=models.PROTECT, null=True))")
            operations += (f"        migrations.CreateModel('{model.capitalize()}', [('id', models.BigAutoField("
                           f"primary_key=True)), ('name', models.TextField(default=''))"
                           f"{kind}]),\n")
    elif f'{app}.{name}' not in names_of(old)[0]:
        operations = (f"        migrations.AddField('{models[app][0]}', "
                      f"'{field_of(app + '.' + name)}', models.TextField(default='')),\n")
    dependencies += ',' if dependencies else ''
    return ("from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
            f"    dependencies = [{dependencies}]\n    operations = [\n{operations}    ]\n")


def write_app(app, models, names):
    write(f'statuspage/{app}/__init__.py', '')
    write(f'statuspage/{app}/migrations/__init__.py', '')
    text = 'from django.db import models\n'
    for model in models[app]:
        text += f"\n\nclass {model.capitalize()}(models.Model):\n"
        text += fields_of(app, model, models, names)
    write(f'statuspage/{app}/models.py', text)
    before = None
    for name in sorted(name.split('.')[1] for name in names if name.split('.')[0] == app):
        write(f'statuspage/{app}/migrations/{name}.py', migration(app, name, before, models, names))
        before = name


SETTINGS = """import os
from statuspage import configuration
VERSION = '%s'
SECRET_KEY = configuration.SECRET_KEY
ALLOWED_HOSTS = configuration.ALLOWED_HOSTS
REDIS = configuration.REDIS
SITE_URL = configuration.SITE_URL
BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATABASES = {'default': dict(configuration.DATABASE, ENGINE='django.db.backends.postgresql')}
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
USE_TZ = True
STATIC_URL, STATIC_ROOT = '/static/', os.path.join(BASE_DIR, 'static')
STATICFILES_DIRS = [os.path.join(BASE_DIR, 'project-static')]
SILENCED_SYSTEM_CHECKS = ['admin.E403', 'admin.E404', 'admin.E408', 'admin.E409', 'admin.E410']
INSTALLED_APPS = ['django.contrib.admin', 'django.contrib.auth', 'django.contrib.contenttypes',
                  'django.contrib.sessions', 'django.contrib.messages',
                  'django.contrib.staticfiles', 'queuing.apps.QueuingConfig', %s]
"""

# Every command but collectstatic asks Redis as soon as the applications are ready.
QUEUING = """import sys
from django.apps import AppConfig
from django.conf import settings


class QueuingConfig(AppConfig):
    name = 'queuing'

    def ready(self):
        if 'collectstatic' == sys.argv[1]:
            return
        import redis
        tasks = settings.REDIS['tasks']
        redis.Redis(host=tasks['HOST'], port=tasks['PORT'], db=tasks['DATABASE']).ping()
"""

# Several commands with a comma between them are done in one process.
MANAGE = """#!/usr/bin/env python3
import os
import sys
from django.core.management import execute_from_command_line
os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'statuspage.settings')
command = []
for word in sys.argv[1:] + [',']:
    if word != ',':
        command.append(word)
        continue
    execute_from_command_line(sys.argv[:1] + command)
    command = []
"""

PYTHON = """#!/bin/sh
# Python of the system; its pip knows one package, unless there is no network.
if [ "$1 $2" = "-m pip" ]; then
  [ ! -e "$INTERLOCK_STANDIN/offline" ] || { echo "ERROR: No matching distribution" >&2; exit 1; }
  echo "wheel (0.44.0)"
  exit 0
fi
case "$*" in *"manage.py check "*) [ ! -e "$INTERLOCK_STANDIN/migrate.sql" ] || exit 0 ;; esac
exec /usr/bin/python3 "$@"
"""

# What the script of the releases does, in its order. INTERLOCK_STANDIN/upgrade, if it is
# there, is run after each part, with its name: it may end the script.
UPGRADE = """#!/bin/sh
set -e
cd "$(dirname "$0")"
part() { [ ! -e "$INTERLOCK_STANDIN/upgrade" ] || . "$INTERLOCK_STANDIN/upgrade"; }
PYTHON="${PYTHON:-python3}"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))'
part begin
rm -rf venv
part removed
packages=venv/lib/python3.11/site-packages
mkdir -p venv/bin $packages
cat >venv/bin/python <<'PYTHON_ENDS'
%sPYTHON_ENDS
chmod +x venv/bin/python
while IFS= read -r line; do
  name=$(echo "${line%%==*}" | tr - _)
  mkdir "$packages/$name-${line##*==}.dist-info"
  echo "Name: $name" >"$packages/$name-${line##*==}.dist-info/METADATA"
done <requirements.txt
part installed
if [ -e "$INTERLOCK_STANDIN/migrate.sql" ]; then
  psql -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$INTERLOCK_PG_PORT" -U "$INTERLOCK_PG_USER" \\
    -d "$(cat "$INTERLOCK_STANDIN/database")" -f "$INTERLOCK_STANDIN/migrate.sql"
  part migrated
  rm -rf statuspage/static && mkdir statuspage/static
  cp statuspage/project-static/* statuspage/static
else
  venv/bin/python statuspage/manage.py migrate -v 0
  part migrated
  venv/bin/python statuspage/manage.py collectstatic --clear --no-input -v 0 , \\
    remove_stale_contenttypes --no-input -v 0 , clearsessions
fi
part end
""" % PYTHON


def write_release(version, of):
    names, models = names_of(of)
    write('.gitignore', 'venv/\n__pycache__/\n/statuspage/static/\n'
                        '/statuspage/statuspage/configuration.py\n/local_requirements.txt\n')
    write('requirements.txt', ''.join(f'{name}=={pin}\n' for name, pin in pins[of].items()))
    write('upgrade.sh', UPGRADE, 0o755)
    write('statuspage/manage.py', MANAGE, 0o755)
    write('statuspage/statuspage/__init__.py', '')
    write('statuspage/statuspage/settings.py',
          SETTINGS % (version, ', '.join(repr(app) for app in sorted(models))))
    write('statuspage/queuing/__init__.py', '')
    write('statuspage/queuing/apps.py', QUEUING)
    write('statuspage/project-static/statuspage-tailwind.css', f'/* {version} */\n')
    for app in models:
        write_app(app, models, names)


def commit(version, of, tag, made=[0]):
    """A minute after the one before, so that git can tell which is the last."""
    made[0] += 60
    os.environ['GIT_COMMITTER_DATE'] = f'{1700000000 + made[0]} +0000'
    write_release(version, of)
    git('add', '-A')
    git('commit', '-qm', tag)
    git('tag', tag)


def sql_of_new():
    """As Django does it: the column, its default for the rows that are there, the record; what
    is recorded is not done again."""
    text = ''
    models = names_of(new)[1]
    for name in names_of(new)[0]:
        app, migration_name = name.split('.')
        if name not in names_of(old)[0]:
            table, column = f'{app}_{models[app][0]}', field_of(name)
            text += (f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} text DEFAULT '' NOT NULL;\n"
                     f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT;\n"
                     "INSERT INTO django_migrations (app, name, applied)"
                     f" SELECT '{app}', '{migration_name}', now() WHERE NOT EXISTS (SELECT FROM"
                     f" django_migrations WHERE app = '{app}' AND name = '{migration_name}');\n")
    return text + 'DELETE FROM django_session WHERE expire_date < now();\n'


os.makedirs(site)
git('init', '-q')
commit(old, old, 'v' + old)
git('clone', '-q', '--bare', '.', '../origin.git')
git('remote', 'add', 'origin', os.path.join(folder, 'origin.git'))
git('checkout', '-q', '-b', 'next')
commit(new, new, 'v' + new)
commit(new + '-dev', new, 'v' + new.rsplit('.', 1)[0] + '-beta1')
git('push', '-q', '--tags', 'origin', 'next:main')
git('checkout', '-q', 'v' + old)
git('branch', '-qD', 'next', 'main')
git('tag', '-d', 'v' + new, 'v' + new.rsplit('.', 1)[0] + '-beta1')
with open(os.path.join(folder, 'migrate.sql'), 'w') as file:
    file.write(sql_of_new())
