@echo off
rem Builds what is missing, then runs the command line. Needs a JDK 17+ and Maven 3.8.7+.
setlocal
set "ROOT=%~dp0"
set "TARGET=%ROOT%kube-runtime\target"
if not exist "%TARGET%\.built" (
  echo hearth: building; the first time this takes a few minutes 1>&2
  pushd "%ROOT%"
  call mvn -B -ntp -q -Dmaven.test.skip=true -Dcheckstyle.skip -Dspotless.check.skip -Dforbiddenapis.skip -pl kube-runtime -am package || (popd ^& exit /b 4)
  popd
  type nul > "%TARGET%\.built"
)
java -Dorg.slf4j.simpleLogger.defaultLogLevel=error %HEARTH_JAVA_OPTS% -cp "%TARGET%\classes;%TARGET%\lib\*" dev.hearth.kube.cli.Main %*
